"""Rules about papers and their identifiers."""
