"""Options of a command in sections of its --help."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

import click


class SectionedCommand(click.Command):
    """A command whose --help lists its options under headings.

    `sections` holds the names of the values of the options under each heading; what it does not name comes
    last.
    """

    sections: ClassVar[dict[str, tuple[str, ...]]] = {}

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, section by section."""
        options = {str(option.name): option for option in self.own_options(ctx)}
        for title, names in self.sections.items():
            write_options(ctx, formatter, title, [options.pop(name) for name in names])
        write_options(ctx, formatter, "Other options" if self.sections else "Options", options.values())

    def own_options(self, ctx: click.Context) -> list[click.Option]:
        """Return the options to list."""
        return [param for param in self.get_params(ctx) if isinstance(param, click.Option)]


def write_options(
    ctx: click.Context,
    formatter: click.HelpFormatter,
    title: str,
    options: Iterable[click.Option],
    text: str = "",
) -> None:
    """Write a section of a --help: a `text` about its options, and a line for each of them."""
    records = [record for option in options if (record := option.get_help_record(ctx)) is not None]
    with formatter.section(title):
        if text:
            formatter.write_text(text)
            formatter.write_paragraph()
        formatter.write_dl(records)
