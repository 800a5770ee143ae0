"""GRA005."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.dependence import NAMES, Fact
from vaultkit.lint.facts import link_facts
from vaultkit.lint.rule import VaultRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note
from vaultkit.text import Span
from vaultkit.vault import Vault
from vaultkit.vault.names import normalise


class AliasCollision(VaultRule, frozen=True):
    """An alias that another note has as its name or alias.

    Flags such an alias in the note that claims it, and both where two notes claim the same one.

    Why: whoever picks the alias while typing a link gets either note; a link by name gets the other one.

    Remedy: leave the alias to one of the notes, or make it longer.

    Source: Obsidian help, "Aliases".

    Bad:
        ~~~~ Large language model.md
        ---
        aliases: [LLM, Transformer] #! alias-collision
        ---
        Text.
        ~~~~
        ~~~~ Transformer.md
        Text.
        ~~~~

    Good:
        ~~~~ Large language model.md
        ---
        aliases: [LLM, Large language model]
        ---
        Text.
        ~~~~
        ~~~~ Transformer.md
        Text.
        ~~~~
    """

    code: ClassVar[str] = "GRA005"
    name: ClassVar[str] = "alias-collision"
    severity: ClassVar[Severity] = "warning"
    reads: ClassVar[frozenset[Fact] | None] = NAMES
    outlined = "aliases"

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every alias that means two notes."""
        aliases = link_facts(vault).names.aliases
        for key, owners in aliases.items():
            named = [path for path in vault.notes_named(key) if not vault.is_template(path)]
            if len(owners) == 1 and not named:
                continue  # nearly all
            for path in owners:
                others = dict.fromkeys(other for other in (*named, *owners) if other != path)
                span = _place(vault.notes[path], key) if others else None
                if span is not None:
                    listed = ", ".join(f'"{other}"' for other in list(others)[:3])
                    yield self.finding(
                        vault.notes[path],
                        span,
                        f"this alias also means {listed}",
                        target=key,
                        help="keep it in one of the notes, and tell the others apart by a longer one",
                    )


def _place(note: Note, key: str) -> Span | None:
    """Return where the note's alias with the normalised text `key` stands."""
    prop = note.get("aliases")
    for item in (prop.children or (prop,)) if prop is not None else ():
        if isinstance(item.value, str) and normalise(item.value) == key:
            return item.value_span
    return None
