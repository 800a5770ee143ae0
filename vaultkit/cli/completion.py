"""`vaultkit completion`."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from vaultkit.cli.output import write
from vaultkit.errors import UsageError


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for a shell.

    \b
    Examples:
      vaultkit completion bash > ~/.local/share/bash-completion/completions/vaultkit
      vaultkit completion zsh > ~/.zfunc/_vaultkit
      vaultkit completion fish > ~/.config/fish/completions/vaultkit.fish
    """
    from vaultkit.cli.app import cli

    found = get_completion_class(shell)
    if found is None:
        raise UsageError(f"no completion for {shell}")
    script = found(cli, {}, "vaultkit", "_VAULTKIT_COMPLETE").source() + "\n"
    # Rules stand with commas between them, and so may what is said of one: click's script for fish cuts both.
    write([script.replace('string split ","', 'string split --max 1 ","')])
