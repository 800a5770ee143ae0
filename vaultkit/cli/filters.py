"""The filters that `graph` and every analysis share, as options with a section of their own in --help."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from vaultkit.cli.output import is_given
from vaultkit.cli.sections import SectionedCommand, write_options
from vaultkit.errors import UsageError

if TYPE_CHECKING:
    from vaultkit.graph.select import Filters
    from vaultkit.vault import Vault

_EXPLAINED = """A node must pass every filter given; of one filter given several times, one value is enough.
--tag, --folder, --since and --until choose notes, and what the chosen notes lead to (papers, tags, files,
days, unwritten notes) stays with them. Of a dated log, only the days in the period count."""


class _Filter(click.Option):
    """An option that stands under Filters in --help."""


FILTERS: tuple[click.Parameter, ...] = (
    _Filter(["--tag", "tags"], multiple=True, metavar="TAG", help="Notes with this tag or one below it."),
    _Filter(["--folder", "folders"], multiple=True, metavar="FOLDER", help="Notes in this folder or below."),
    _Filter(
        ["--kind", "kinds"],
        multiple=True,
        metavar="KIND",
        help="Nodes of this kind: note, paper, resource, tag, file, day, unresolved; "
        "or notes of one type: note:topic, note:log, ...",
    ),
    _Filter(
        ["--around"],
        metavar="NOTE",
        help="This note and what lies within --depth edges; no way leads through a tag or a day.",
    ),
    _Filter(["--depth"], type=click.IntRange(min=0), default=1, show_default=True, metavar="N",
            help="How far --around reaches."),
    _Filter(["--since"], metavar="DATE", help="Notes created and log days from then on: 2024-06-21, 2024-06 or 2024."),
    _Filter(["--until"], metavar="DATE", help="The same, up to then and with it."),
    _Filter(
        ["--min-degree"],
        type=click.IntRange(min=0),
        default=0,
        metavar="N",
        help="Nodes with at least N neighbours in what the other filters leave.",
    ),
)  # fmt: skip


class FilteredCommand(SectionedCommand):
    """A command with the shared filters, whose --help lists them apart from its own options."""

    def __init__(
        self, name: str | None, *, params: list[click.Parameter] | None = None, **attributes: Any
    ) -> None:
        super().__init__(name, params=[*(params or ()), *FILTERS], **attributes)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the filters."""
        super().format_options(ctx, formatter)
        filters = [param for param in self.get_params(ctx) if isinstance(param, _Filter)]
        write_options(ctx, formatter, "Filters", filters, _EXPLAINED)

    def own_options(self, ctx: click.Context) -> list[click.Option]:
        """Return the options but for the filters."""
        return [option for option in super().own_options(ctx) if not isinstance(option, _Filter)]


def taken(values: dict[str, Any], *, page: bool = False) -> Filters:
    """Take the filters out of the parsed `values` of a command, which may write a `page`, and return them.

    Raises:
        UsageError: there is a depth, and neither --around nor the page's local view that it could be for.
    """
    from vaultkit.graph.select import Filters

    given = {str(param.name): values.pop(str(param.name)) for param in FILTERS}
    if is_given("depth") and given["around"] is None and not page:
        raise UsageError("--depth says how far --around reaches", hint="name a note with --around")
    return Filters(**given)


def in_vault(name: str, vault: Vault) -> str:
    """Return the vault's own path of a file or folder that `name` leads to from here, as a shell completes it.

    Anything else is returned as it is.
    """
    if vault.root is None or not os.path.lexists(name):
        return name
    from vaultkit.workspace import seen_from_root

    return seen_from_root(Path(name), vault.root) or name


def placed(filters: Filters, vault: Vault) -> Filters:
    """Return the filters with folders and a note that were given as seen from here as the vault has them."""
    return msgspec.structs.replace(
        filters,
        folders=tuple(in_vault(folder, vault) for folder in filters.folders),
        around=None if filters.around is None else in_vault(filters.around, vault),
    )
