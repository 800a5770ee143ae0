"""Speed, measured by hand: a vault generator with a fixed seed and a comparison with a peer. Not part of the suite."""
