"""Rules about the vault as a graph of notes."""
