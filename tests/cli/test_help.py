"""What `--help` says of every command."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from vaultkit.cli.app import cli


def commands(group: click.Group, *above: str) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*above, name)
        if isinstance(command, click.Group):
            yield from commands(command, *above, name)


@pytest.mark.parametrize("names", list(commands(cli)), ids=" ".join)
def test_every_command_shows_examples_of_itself(vaultkit, names: tuple[str, ...]) -> None:
    shown = vaultkit(*names, "--help").out
    examples = shown.partition("Examples:")[2].partition("Options:")[0]
    assert f"vaultkit {' '.join(names)}" in examples
    assert "..." not in shown.partition("Commands:")[2]
