"""The rules, one file each, in a package per family. A new file here is a new rule: nothing else is touched."""
