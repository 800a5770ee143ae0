"""Where output goes: always UTF-8, coloured only for a terminal, progress only on a terminal's stderr."""

from __future__ import annotations

import os
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Literal

import click
from click.core import ParameterSource

from vaultkit.errors import UsageError
from vaultkit.report.documents import BASELINE_NAME
from vaultkit.report.style import COLOURED, PLAIN, Style

if TYPE_CHECKING:
    from vaultkit.model.row import Row

_BATCH = 1000  # pieces that are encoded at once

PATH = click.Path(readable=False)
"""A path as an argument or option: whether it can be read or written is for those to say who try."""

color_option = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colours; auto means on a terminal, unless NO_COLOR or FORCE_COLOR is set.",
)
vault_option = click.option(
    "--vault",
    type=PATH,
    metavar="FOLDER",
    help="The vault's root; by default the nearest folder with .obsidian, else the folder given.",
)
config_option = click.option(
    "--config",
    multiple=True,
    metavar="FILE|KEY=VALUE",
    help="Read this configuration file, or set a value of it: --config lint.fail-on=error.",
)
jobs_option = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes that read the notes; by default one for each processor, if the vault is large.",
)
no_cache_option = click.option(
    "--no-cache", is_flag=True, help="Parse every note anew, and keep nothing for the next run."
)
cache_dir_option = click.option(
    "--cache-dir",
    type=PATH,
    metavar="FOLDER",
    help="Keep parsed notes here; by default in the user's cache folder or in VAULTKIT_CACHE_DIR.",
)
baseline_option = click.option(
    "--baseline",
    type=PATH,
    metavar="FILE",
    help=f"The file of known findings; by default {BASELINE_NAME} in the vault's root, if it is there.",
)
output_option = click.option(
    "-o",
    "--output",
    type=PATH,
    metavar="FILE",
    help="Write to a file; without --format, in the one that its ending names.",
)
paths_argument = click.argument("paths", nargs=-1, type=PATH, metavar="[PATHS]...")


def format_option(formats: Iterable[str], default: str) -> Callable[[Any], Any]:
    """Return the option --format, which is one of `formats`."""
    return click.option(
        "--format",
        "format_",
        type=click.Choice(list(formats)),
        default=default,
        show_default=True,
        help="Output format.",
    )


text_or_json_option = format_option(("text", "json"), "text")


def one_vault(folder: str | None, vault: str | None) -> str | None:
    """Return the vault that an argument or the option --vault names, None if neither does.

    Raises:
        UsageError: both do.
    """
    if folder is not None and vault is not None:
        raise UsageError("the vault is given twice", hint="name it as the argument or with --vault")
    return folder if folder is not None else vault


def is_given(name: str) -> bool:
    """Return whether an option of the running command, by the name of its value, was given by the user."""
    return click.get_current_context().get_parameter_source(name) is ParameterSource.COMMANDLINE


_BY_ENDING = {"md": "markdown", "xml": "junit"}
"""Formats whose files do not end as they are called."""


def format_for(output: str | None, format: str, known: Iterable[str]) -> str:
    """Return the format to write: where --format was not given, the one of `known` that ends the name `output`."""
    ending = Path(output or "").suffix.lower().removeprefix(".")
    named = _BY_ENDING.get(ending, ending)
    return named if named in known and not is_given("format_") else format


def style_for(color: str, stream: IO[str] | None = None) -> Style:
    """Return the style for `stream` (standard output by default) under the option --color.

    Source: https://no-color.org, and FORCE_COLOR as its opposite.
    """
    if color == "always":
        return COLOURED
    if color == "never" or os.environ.get("NO_COLOR"):
        return PLAIN
    if os.environ.get("FORCE_COLOR"):
        return COLOURED
    stream = stream or sys.stdout
    return COLOURED if stream.isatty() and os.environ.get("TERM") != "dumb" else PLAIN


def is_file(output: str | None) -> bool:
    """Return whether the value of --output is a file, and not standard output."""
    return output is not None and output != "-"


def style_of(output: str | None, color: str) -> Style:
    """Return the style of what is written to `output` under the option --color; files have none."""
    return style_for("never" if is_file(output) else color)


def width_of(output: str | None) -> int | None:
    """Return the columns of the terminal that `output` goes to; None where it goes elsewhere."""
    if is_file(output) or not sys.stdout.isatty():
        return None
    from shutil import get_terminal_size  # brings compression along

    return get_terminal_size().columns


def kind_on_disk(path: str | Path) -> Literal["file", "folder", "other"] | None:
    """Return what `path` is; None where nothing is there.

    Nothing can be at a path that the system refuses to look up because it is too long or leads through a folder
    without permission: asked by `pathlib`, it would raise.
    """
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError):
        return None
    if stat.S_ISDIR(mode):
        return "folder"
    return "file" if stat.S_ISREG(mode) else "other"


def write(pieces: Iterable[str], target: str | None = None) -> None:
    """Write `pieces` as UTF-8 to the file `target`, which appears whole or not at all, or to standard output.

    Raises:
        UsageError: the file cannot be written.
    """
    if target is not None and target != "-":
        from vaultkit.load.atomic import replacing  # most runs print

        try:
            with replacing(Path(target)) as stream:
                stream.writelines(_encoded(pieces))
        except OSError as error:
            raise UsageError(f"cannot write {target}: {error.strerror}") from error
        return
    out = getattr(sys.stdout, "buffer", None)
    if out is None:
        sys.stdout.writelines(pieces)
        return
    sys.stdout.flush()
    out.writelines(_encoded(pieces))
    out.flush()


def write_rows(
    name: str, row_type: type[Row], rows: Sequence[Row], format: str, output: str | None, color: str
) -> None:
    """Write the rows of the command `name`, a table as wide as the terminal.

    Raises:
        UsageError: the file `output` cannot be written.
    """
    from vaultkit.report.rows import render_rows

    style, width = style_of(output, color), width_of(output)
    write(render_rows(name, row_type, rows, format, style=style, width=width), output)


def _encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    """Yield `pieces` as UTF-8, many at once; what is no Unicode is spelt out."""
    rest = iter(pieces)
    while batch := list(islice(rest, _BATCH)):
        yield "".join(batch).encode("utf-8", "backslashreplace")


def forget_stdout() -> None:
    """Nobody reads on: leave nothing that could fail when the interpreter flushes at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def note(text: str) -> None:
    """Write a line to standard error."""
    sys.stderr.write(text + "\n")


def warn(text: str) -> None:
    """Write a warning to standard error."""
    note(f"warning: {text}")


class Progress:
    """A line on standard error for work that takes more than a second; only on a terminal."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._start = time.monotonic()
        self._active = sys.stderr.isatty()
        self._shown = False

    def __call__(self, done: int, total: int) -> None:
        """Say that `done` of `total` parts are finished."""
        if self._active and time.monotonic() - self._start > 1:
            self._shown = True
            sys.stderr.write(f"\r\x1b[K{self._what} {done * 100 // max(1, total)} %")
            sys.stderr.flush()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        """Remove the line."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
