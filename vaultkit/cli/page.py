"""What `vaultkit graph --html` lets users choose about the page, and what goes into it beside the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from vaultkit.cli.filters import in_vault
from vaultkit.cli.output import Progress, is_given, warn
from vaultkit.errors import UsageError
from vaultkit.export.html import COLORS, SIZES

if TYPE_CHECKING:
    import networkx as nx

    from vaultkit.export.page.details import Packed
    from vaultkit.model.diagnostic import Diagnostic
    from vaultkit.vault import Vault
    from vaultkit.workspace import Workspace

    Details = Callable[[], Mapping[str, Packed]]

_WORTH_A_PROCESS = 300  # notes: what fewer have to say is gathered before a process would have begun
_OPTIONS = (
    click.option("--title", help="Title of the page; by default the vault's name."),
    click.option("--color", type=click.Choice(COLORS), default="kind", show_default=True,
                 help="What the page colours nodes by at first."),
    click.option("--size", type=click.Choice(SIZES), default="degree", show_default=True,
                 help="What the size of a node means on the page at first."),
    click.option("--local", metavar="NOTE", help="Open the page in this note's neighbourhood, --depth steps wide."),
    click.option("--slim", is_flag=True, help="A page without the local view, about 0.5 MB smaller."),
    click.option("--max-excerpt", type=click.IntRange(min=0), default=300, show_default=True, metavar="N",
                 help="Characters of each note shown on the page. The page contains note text: with 0 it holds "
                      "no beginnings of notes, no properties and no findings, only names and links."),
)  # fmt: skip

PAGE_OPTIONS = ("title", "color", "size", "local", "slim", "max_excerpt")


def page_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the page's options to a command; it gets their values under `PAGE_OPTIONS`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def require_no_page_options() -> None:
    """Make sure that nobody chose anything about a page in a run that writes none.

    Raises:
        UsageError: somebody did.
    """
    chosen = [name for name in PAGE_OPTIONS if is_given(name)]
    if chosen:
        options = " and ".join(f"--{name.replace('_', '-')}" for name in chosen)
        be = "is" if len(chosen) == 1 else "are"
        raise UsageError(
            f"{options} {be} for the page, and none is written", hint="name its file with --html"
        )


def page_settings(
    graph: nx.MultiDiGraph[str], vault: Vault, chosen: dict[str, Any], depth: int
) -> dict[str, Any]:
    """Return the options of the page's exporter: those chosen, with the note found.

    Raises:
        UsageError: no note or several notes are called as `--local` says.
    """
    settings = {**chosen, "depth": min(max(depth, 1), 3), "warn": warn}
    if chosen["local"] is not None:
        from vaultkit.graph.lookup import find_node

        settings["local"] = find_node(graph, in_vault(chosen["local"], vault))
    return settings


@contextmanager
def begun_details(opened: Workspace, paths: Sequence[str], limit: int) -> Iterator[Details]:
    """Begin to gather what the page says of the notes at `paths`, beside what goes on here, and give what waits
    for it. Excerpts have about `limit` characters."""
    if len(paths) < _WORTH_A_PROCESS:
        yield partial(_details, opened, paths, limit)
        return
    from vaultkit.load.beside import forked

    with forked(_details, opened, paths, limit) as details:
        yield details


def _details(opened: Workspace, paths: Sequence[str], limit: int) -> dict[str, Packed]:
    from vaultkit.export.page.details import gather_details

    findings = _check(opened)
    return gather_details(opened.vault, paths, (one for one in findings if one.severity != "info"), limit)


def check_vault(opened: Workspace) -> list[Diagnostic]:
    """Return what the linter finds in a vault under its configuration."""
    with Progress("checking") as progress:
        return _check(opened, progress)


def _check(opened: Workspace, progress: Callable[[int, int], None] | None = None) -> list[Diagnostic]:
    from vaultkit.lint import check
    from vaultkit.lint.policy import make_policy

    return check(opened.vault, policy=make_policy(opened.loaded), progress=progress)
