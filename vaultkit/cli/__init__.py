"""The command line. This module stays light: `vaultkit --version` imports nothing else."""

from __future__ import annotations

import sys

from vaultkit import __version__


def main() -> None:
    """Run the command line and exit with its code."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        sys.stdout.write(f"vaultkit {__version__}\n")
        return
    from vaultkit.cli.app import run

    sys.exit(run())
