"""The command line. This module stays light: `vaultkit --version` imports nothing else."""

from __future__ import annotations

import gc
import sys

from vaultkit import __version__

_RARELY = 1_000_000
"""New containers between two collections, in place of Python's 700."""


def main() -> None:
    """Run the command line and exit with its code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        sys.stdout.write(f"vaultkit {__version__}\n")
        return
    gc.set_threshold(_RARELY)  # a command's values live until its end: there is little garbage to find
    from vaultkit.cli.app import run

    code = run()
    gc.freeze()  # or the interpreter looks through everything once more before it ends
    sys.exit(code)
