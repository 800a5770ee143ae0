"""`vaultkit graph`."""

from __future__ import annotations

import os
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import click
import msgspec

from vaultkit.cli.filters import FilteredCommand, placed, taken
from vaultkit.cli.output import (
    PATH,
    cache_dir_option,
    config_option,
    kind_on_disk,
    no_cache_option,
    note,
    one_vault,
    vault_option,
    warn,
)
from vaultkit.cli.page import (
    PAGE_OPTIONS,
    begun_details,
    check_vault,
    page_options,
    page_settings,
    require_no_page_options,
)
from vaultkit.errors import UsageError
from vaultkit.report.text import safe

if TYPE_CHECKING:
    import networkx as nx

    from vaultkit.graph.select import Filters
    from vaultkit.workspace import Workspace

HELP = """Turn a vault into a graph: a page to look at, or data.

VAULT is the folder of the vault; by default the one around the current folder. Several outputs can be
written in one run; the format of each is the ending of its name unless --format says otherwise.
Without an output, the counts are printed.

\b
Examples:
  vaultkit graph notes/ --html graph.html          a page that works offline
  vaultkit graph notes/ -o graph.json              nodes and edges as data
  vaultkit graph -o g.graphml -o g.json --html g.html
  vaultkit graph notes/ --format json -o - | jq .stats
  vaultkit graph notes/ --around Grokking --depth 2 --html near.html
  vaultkit graph notes/ --html g.html --local Grokking --color community --open
  vaultkit graph notes/ --html public.html --max-excerpt 0 --slim
"""


_FILES_ONLY = ("html", "sqlite")


class GraphCommand(FilteredCommand):
    """`vaultkit graph` with its options in sections."""

    sections: ClassVar[dict[str, tuple[str, ...]]] = {
        "Output": ("pages", "outputs", "format_"),
        "Page": (*PAGE_OPTIONS, "show"),
    }


@click.command(cls=GraphCommand, help=HELP)
@click.argument("folder", required=False, type=PATH, metavar="[VAULT]")
@click.option("--html", "pages", multiple=True, type=PATH, metavar="FILE", help="Write a page to look at.")
@click.option(
    "-o",
    "--output",
    "outputs",
    multiple=True,
    type=PATH,
    metavar="FILE",
    help="Write data; - is stdout.",
)
@click.option("--format", "format_", metavar="NAME", help="Format of every -o, whatever its ending.")
@vault_option
@config_option
@no_cache_option
@cache_dir_option
@page_options
@click.option("--open", "show", is_flag=True, help="Open the page in the browser.")
def graph(
    folder: str | None,
    pages: tuple[str, ...],
    outputs: tuple[str, ...],
    format_: str | None,
    vault: str | None,
    config: tuple[str, ...],
    no_cache: bool,
    cache_dir: str | None,
    show: bool,
    **values: Any,
) -> None:
    """Build the graph of a vault and write it; the text for users is `HELP`."""
    place = one_vault(folder, vault)
    if show and not pages:
        raise UsageError("--open needs a page", hint="name its file with --html")
    targets = _targets(outputs, pages, format_)  # before the vault is read: a typo should not cost the build
    page_wanted = any(name == "html" for name, _ in targets)
    filters = taken(values, page=page_wanted)
    if not page_wanted:
        require_no_page_options()

    started = time.perf_counter()
    from vaultkit.cli.opening import choose_cache, open_workspace
    from vaultkit.load.beside import at_hand

    with ExitStack() as work:
        if page_wanted:
            # The map is laid out there: begun before anything is in memory.
            work.enter_context(at_hand("vaultkit.export.page.drawing"))
        opened = open_workspace((), place, config, cache=choose_cache(no_cache, cache_dir))
        opened = _without_old_boards(opened, targets)
        filters = placed(filters, opened.vault)
        limit = values["max_excerpt"] if page_wanted else 0
        built, begun = _build(opened, filters, page_wanted, limit, work)
        took = time.perf_counter() - started
        note(
            f"{_amount(built.number_of_nodes(), 'node')}, {_amount(built.number_of_edges(), 'edge')} in {took:.2f} s"
        )
        page = page_settings(built, opened.vault, values, filters.depth) if page_wanted else {}
        for name, path in targets:
            own: dict[str, Any] = {"options": filters.options(), "warn": warn}
            if name == "html":
                own = {**page, **begun}
            elif name == "sqlite":
                own["findings"] = check_vault(opened)
            _write(built, name, path, vault=opened.vault, **own)
    if not targets:
        _print_counts(built)
    if show:
        click.launch(Path(pages[0]).resolve().as_uri())


def _targets(outputs: tuple[str, ...], pages: tuple[str, ...], format_: str | None) -> list[tuple[str, str]]:
    """Return (format, path) of everything to write, all known to be possible."""
    from vaultkit.export import exporter, format_of

    targets = [("html", page) for page in pages]
    for output in outputs or (("-",) if format_ is not None else ()):
        if output == "-" and format_ is None:
            raise UsageError("standard output has no ending", hint="name its format with --format")
        targets.append((format_ if format_ is not None else format_of(output), output))
    for name, path in targets:
        exporter(name)
        if path == "-" and name in _FILES_ONLY:
            raise UsageError(f"{name} is written to a file, not to standard output")
        if path != "-" and kind_on_disk(Path(path).parent) != "folder":
            raise UsageError(f"cannot write {path}: there is no folder {Path(path).parent}")
        if path != "-" and kind_on_disk(path) == "folder":
            raise UsageError(f"cannot write {path}: it is a folder")
    _refuse_twice(targets)
    return targets


def _refuse_twice(targets: list[tuple[str, str]]) -> None:
    """Raise an error if one output would take the place of another."""
    from vaultkit.export import beside
    from vaultkit.load.atomic import is_stream

    taken: set[str] = set()
    for name, path in targets:
        for place in (path,) if path == "-" else (path, *map(str, beside(name, path))):
            if place != "-" and is_stream(Path(place)):
                continue
            key = place if place == "-" else os.path.realpath(place)
            if key in taken:
                raise UsageError(
                    f"{'standard output' if place == '-' else place} would be written twice",
                    hint="give each output a name of its own",
                )
            taken.add(key)


def _without_old_boards(opened: Workspace, targets: list[tuple[str, str]]) -> Workspace:
    """Return the vault as it is without what the boards say that `targets` replace in it.

    Else a board written anew would show itself, and what it shows as linked by it. One that nothing links to is left
    out; one that notes link to is there in any case, and empty.
    """
    from vaultkit.load.discover import is_canvas, is_hidden
    from vaultkit.workspace import seen_from_root

    inside = {seen_from_root(Path(path), opened.root) for name, path in targets if name == "canvas"}
    boards = {path for path in inside if path and is_canvas(path) and not is_hidden(path)}
    if not boards:
        return opened
    vault = opened.vault.with_notes(dict.fromkeys(boards, '{"nodes": [], "edges": []}'))
    vault = vault.with_notes({}, removed=[path for path in boards if path not in vault.backlinks])
    return msgspec.structs.replace(opened, vault=vault)


def _build(
    opened: Workspace, filters: Filters, page: bool, limit: int, work: ExitStack
) -> tuple[nx.MultiDiGraph[str], dict[str, Any]]:
    """Return what `filters` leave of the graph, and options for its page that stand for what has been begun.

    The details of its notes, with excerpts of about `limit` characters, are gathered beside, and its map is drawn
    there, until `work` ends.
    """
    from vaultkit.export.html import note_paths
    from vaultkit.export.page.hidden import hiding_notes, shown_notes
    from vaultkit.graph.build import gather_graph
    from vaultkit.graph.select import subgraph

    begun: dict[str, Any] = {}
    whole = page and not filters.options()  # no need to wait for the graph
    if limit > 0 and whole:
        begun["details"] = work.enter_context(begun_details(opened, shown_notes(opened.vault), limit))
    gathered = gather_graph(opened.vault)
    if whole and not hiding_notes(opened.vault):
        from vaultkit.export.page.drawing import begun_drawing, edge_columns

        ends = gathered.edges.ends(node for node, _ in gathered.nodes)
        columns = edge_columns(gathered.nodes, ends)
        begun["drawing"] = work.enter_context(begun_drawing(gathered.nodes, columns))
    built = subgraph(gathered.graph(), filters)
    if limit > 0 and not whole:
        begun["details"] = work.enter_context(begun_details(opened, note_paths(built), limit))
    return built, begun


def _write(built: nx.MultiDiGraph[str], name: str, path: str, **options: Any) -> None:
    from vaultkit.export import beside, exporter

    started = time.perf_counter()
    if path == "-":
        sys.stdout.flush()
        exporter(name).write(built, sys.stdout.buffer, **options)
        sys.stdout.buffer.flush()
        if name == "csv":
            note("this is the table of edges; -o FILE writes that of the nodes, too")
        return
    exporter(name).write(built, path, **options)
    took = f"in {time.perf_counter() - started:.2f} s"
    sizes = (f"{place}: {_size(place.stat().st_size)}" for place in (Path(path), *beside(name, path)))
    note(safe(f"{', '.join(sizes)} {took}"))


def _amount(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _size(size: int) -> str:
    if size < 1_000:
        return f"{size} bytes"
    return f"{size / 1_000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def _print_counts(built: nx.MultiDiGraph[str]) -> None:
    from vaultkit.export._writing import statistics

    counts = statistics(built)
    for what in ("nodes", "edges"):
        click.echo(f"{counts[what]:>8,} {what}")
        for kind, count in sorted(counts[f"{what}_by_kind"].items(), key=lambda item: (-item[1], item[0])):
            click.echo(f"{count:>8,}   {kind}")
