"""The command line. This module stays light: `vaultkit --version` imports nothing else."""

from __future__ import annotations

import gc
import sys

from vaultkit import __version__

_RARELY = 1_000_000
"""New containers between two collections, in place of Python's 700."""


def main() -> None:
    """Run the command line and exit with its code."""
    if sys.argv[1:] in (["--version"], ["-V"]) and sys.stdout is not None:
        sys.stdout.write(f"vaultkit {__version__}\n")
        return
    if sys.getfilesystemencoding() != "utf-8" and "utf8" not in sys._xoptions:
        _begin_again_in_utf8()
    gc.set_threshold(_RARELY)  # a command's values live until its end: there is little garbage to find
    try:
        from vaultkit.cli.app import run

        code = run()
    except KeyboardInterrupt:  # before `run` looks out for it: while modules are loaded
        sys.stderr.write("interrupted\n")
        code = 130
    gc.freeze()  # or the interpreter looks through everything once more before it ends
    sys.exit(code)


def _begin_again_in_utf8() -> None:
    """Run the same command in Python's UTF-8 mode: names are UTF-8 in Obsidian, whatever the locale says."""
    import os

    if sys.executable:
        os.execv(sys.executable, [sys.executable, "-X", "utf8", *sys.orig_argv[1:]])
