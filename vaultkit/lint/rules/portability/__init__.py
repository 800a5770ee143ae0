"""Rules about names of files that other systems cannot bear."""
