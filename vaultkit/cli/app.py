"""The command group, which loads a command only when it is called, and the way errors end a run."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, TextIO

import click

from vaultkit import __version__
from vaultkit.errors import UsageError, VaultkitError

USAGE, INTERNAL, INTERRUPTED = 2, 3, 130

_COMMANDS = {
    "lint": "Say what is wrong with the notes of a vault, and repair it.",
    "graph": "Turn a vault into a graph: a page to look at, or data.",
    "stats": "Show what a vault is made of, on one screen.",
    "papers": "List the papers that the notes cite, each once.",
    "timeline": "Show what was read when, from dated logs.",
    "topics": "Show which papers and notes each topic covers.",
    "templates": "Show how far notes made from templates are filled in.",
    "relations": "Check the hierarchy and the relations between notes.",
    "related": "List the notes closest to a note, and why.",
    "path": "Show how two notes are connected.",
    "hubs": "List the notes that much leads to.",
    "bridges": "List the notes that hold parts of the vault together.",
    "communities": "List the groups of notes that belong together.",
    "suggest": "Suggest links that are missing, and names that mean the same.",
    "id": "Say which work an address or identifier names.",
    "inspect": "Print everything that was understood of the notes.",
    "rules": "List the rules.",
    "rule": "Explain a rule: what, why, remedy, examples.",
    "init": "Write a commented vaultkit.toml fitted to a vault.",
    "baseline": "Take today's findings for known, so that only new ones fail.",
    "config": "Show the configuration that holds for a vault.",
    "cache": "Show or empty the folder of parsed notes.",
    "schema": "Print the JSON Schema of a machine format.",
    "completion": "Print the completion script for a shell.",
}

_ELSEWHERE = {
    "check": "lint",
    "explain": "rule",
    "fix": "lint --fix",
    "help": "--help",
    "version": "--version",
}
"""Commands by the names that they have in other linters."""

HELP = """Lint a vault of Markdown notes as Obsidian reads it, and draw it as a graph.

\b
Examples:
  vaultkit lint notes/                       findings of a vault
  vaultkit lint notes/ --fix                 repair what can be repaired safely
  vaultkit lint --select LNK,ANC --format json
  vaultkit inspect notes/Topics --format json
  vaultkit graph notes/ --html graph.html
  vaultkit related Grokking notes/           a question to the graph; so are papers, topics, suggest, ...
  vaultkit rule broken-wikilink              one rule, explained

Exit codes: 0 clean, 1 findings at or above the threshold, 2 usage, 3 internal error, 130 interrupted.
"""


class LazyGroup(click.Group):
    """A group whose commands are modules of this package, imported when they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        """Return the names of all commands."""
        return [name for name in _COMMANDS if find_spec(f"vaultkit.cli.{name}") is not None]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and return a command; None if there is none of this name."""
        if cmd_name not in _COMMANDS:
            return None
        command = getattr(import_module(f"vaultkit.cli.{cmd_name}"), cmd_name)
        return command if isinstance(command, click.Command) else None

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or fail with the names of near ones."""
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            raise UsageError(f'no command "{args[0]}"', hint=_command_hint(args[0]))
        return super().resolve_command(ctx, args)

    # That nobody reads on is no error; click would exit with 1.

    def make_context(self, *given: Any, **extra: Any) -> click.Context:
        """Read the command line, which prints what --help and --version ask for."""
        try:
            return super().make_context(*given, **extra)
        except BrokenPipeError:
            raise click.exceptions.Exit(_unread()) from None

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was named."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            return _unread()

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _COMMANDS[name]) for name in self.list_commands(ctx)])


def _command_hint(given: str) -> str:
    """Return what may be meant by something that is no command."""
    from difflib import get_close_matches

    from vaultkit.cli.output import kind_on_disk

    if kind_on_disk(given):
        return f"a command comes first, such as `vaultkit lint {given}`"
    near = [_ELSEWHERE[given]] if given in _ELSEWHERE else get_close_matches(given, _COMMANDS)
    return f"did you mean {' or '.join(near)}?" if near else "`vaultkit --help` lists them"


@click.group(cls=LazyGroup, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="vaultkit %(version)s")
def cli() -> None:
    """Group of all commands; the text for users is `HELP`."""


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line `arguments` (of the process by default) and return the exit code."""
    _require_streams()
    try:
        code = cli.main(None if arguments is None else list(arguments), "vaultkit", standalone_mode=False)
        sys.stdout.flush()
        return code if isinstance(code, int) else 0
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.ClickException as error:
        if type(error).__name__ == "NoArgsIsHelpError":  # of click 8.2 and later; its message is the help
            error.show()
            return error.exit_code
        from vaultkit.cli.usage import explained

        return _refuse(*explained(error), error.exit_code)
    except VaultkitError as error:
        return _refuse(error.message, error.hint, error.exit_code)
    except (KeyboardInterrupt, click.Abort):
        _complain("interrupted")
        return INTERRUPTED
    except BrokenPipeError:
        return _unread()
    except OSError as error:
        if not _is_here():
            return _refuse(
                "the current folder was deleted", "change to one that is there: `cd .`, or `cd`", USAGE
            )
        if error.errno not in (errno.ENOSPC, errno.EBADF, errno.EIO):
            return _internal_error(error)
        _complain(f"error: the output cannot be written: {error.strerror}")
        return USAGE
    except Exception as error:  # noqa: BLE001  the last line of defence: a message, not a traceback
        return _internal_error(error)


def _is_here() -> bool:
    """Return whether the current folder still exists."""
    try:
        Path.cwd()
    except FileNotFoundError:
        return False
    return True


def _refuse(message: str, hint: str | None, code: int) -> int:
    """Say what is wrong and what to do next; return the exit code."""
    _complain(f"error: {message}")
    if hint:
        _complain(f"hint: {hint}")
    return code


def _complain(text: str) -> None:
    from vaultkit.report.text import safe

    sys.stderr.write(safe(text) + "\n")


def _require_streams() -> None:
    """Let a process that was started without standard streams write there in vain, and read nothing."""
    if sys.stdin is None:
        sys.stdin = _nowhere("r")
    if sys.stdout is None:
        sys.stdout = _nowhere("w")
    if sys.stderr is None:
        sys.stderr = _nowhere("w")


def _nowhere(mode: Literal["r", "w"]) -> TextIO:
    return Path(os.devnull).open(mode, encoding="utf-8")


def _unread() -> int:
    """Nobody reads on, which is no error."""
    from vaultkit.cli.output import forget_stdout

    forget_stdout()
    return 0


def _internal_error(error: Exception) -> int:
    if os.environ.get("VAULTKIT_DEBUG"):
        raise error
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    place = f" at {at.tb_frame.f_code.co_filename}:{at.tb_lineno}" if at is not None else ""
    _complain(f"internal error: {type(error).__name__}: {error}{place}")
    _complain("This is a fault of vaultkit; please report it. VAULTKIT_DEBUG=1 shows the traceback.")
    return INTERNAL
