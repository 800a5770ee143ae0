"""What the commands that ask the graph have in common: the vault, the filters, the output of rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import click

from vaultkit.cli.filters import FilteredCommand, in_vault, placed, taken
from vaultkit.cli.output import (
    PATH,
    cache_dir_option,
    color_option,
    config_option,
    format_for,
    format_option,
    is_given,
    no_cache_option,
    note,
    one_vault,
    output_option,
    vault_option,
    write,
    write_rows,
)
from vaultkit.errors import UsageError
from vaultkit.model.row import Row
from vaultkit.report.rows import FORMATS

if TYPE_CHECKING:
    import networkx as nx

    from vaultkit.graph.select import Filters
    from vaultkit.vault import Vault


limit_option = click.option(
    "--limit",
    type=click.IntRange(min=0),
    default=20,
    show_default=True,
    metavar="N",
    callback=lambda ctx, param, value: value or None,  # noqa: ARG005  click's signature
    help="At most so many rows; 0 for all.",
)


class Asked:
    """A question about a vault: the vault as it was read, the filters, and the graph that they leave."""

    def __init__(self, vault: Vault, filters: Filters) -> None:
        from vaultkit.graph import build_graph

        self.vault = vault
        self.filters = placed(filters, vault)
        self.whole: nx.MultiDiGraph[str] = build_graph(vault)

    def node(self, name: str) -> str:
        """Return the id of the node that `name` means: a note by path, name, title or alias, or any id.

        A path may be seen from the vault's root or from the current folder.

        Raises:
            UsageError: nothing is called so, or several notes are.
        """
        from vaultkit.graph.lookup import find_node

        return find_node(self.whole, in_vault(name, self.vault))

    def graph(self, *keep: str) -> nx.MultiDiGraph[str]:
        """Return the part of the graph that the filters leave, with the nodes `keep` in any case.

        Raises:
            UsageError: a filter names what is not there.
        """
        from vaultkit.graph.select import subgraph

        return subgraph(self.whole, self.filters, keep)


Answer = Callable[..., "Sequence[Row] | str"]


def analysis_command(name: str, help: str) -> Callable[[Answer], click.Command]:
    """Make the command of the analysis `name` of a function that answers it.

    The function is called with an `Asked` and the values of its own click options. It returns rows, which
    are written in the format asked for, or, where an option of its own asks for something else (a plot,
    BibTeX), a text that is written as it stands.
    """

    def make(answer: Answer) -> click.Command:
        def callback(
            folder: str | None,
            vault: str | None,
            config: tuple[str, ...],
            no_cache: bool,
            cache_dir: str | None,
            format_: str,
            output: str | None,
            color: str,
            **values: Any,
        ) -> None:
            filters = taken(values)
            place = one_vault(folder, vault)
            from vaultkit.cli.opening import choose_cache, open_workspace

            opened = open_workspace((), place, config, cache=choose_cache(no_cache, cache_dir)).vault
            found = answer(Asked(opened, filters), **values)
            if not isinstance(found, str):
                from vaultkit.graph.analyze import row_type

                format = format_for(output, format_, FORMATS)
                write_rows(name, row_type(name), found, format, output, color)
                if not found and format == "table":
                    note("nothing found")
            elif is_given("format_"):
                raise UsageError(
                    f"there are no rows to write as {format_}",
                    hint="leave out --format, or the option that asks for something else than rows",
                )
            else:
                write([found], output)

        own = list(reversed(getattr(answer, "__click_params__", [])))
        shared = list(reversed(_shared(callback).__click_params__))
        return FilteredCommand(name, callback=callback, params=[*own, *shared], help=help)

    return make


def _shared(callback: Callable[..., None]) -> Any:
    """Declare the options that every analysis has; the vault comes after the arguments of its own."""
    for declare in (
        color_option,
        output_option,
        format_option(FORMATS, "table"),
        cache_dir_option,
        no_cache_option,
        config_option,
        vault_option,
        click.argument("folder", required=False, type=PATH, metavar="[VAULT]"),
    ):
        callback = declare(callback)
    return callback
