"""Reading a vault from disk: the only reading I/O below the command line."""
