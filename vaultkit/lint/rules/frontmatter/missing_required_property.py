"""FRM007."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import ClassVar

import msgspec

from vaultkit.lint.facts import link_facts
from vaultkit.lint.rule import NoteRule
from vaultkit.lint.schemas import described, head, schemas
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.note import Note
from vaultkit.patterns import lazy_pattern
from vaultkit.text import Edit, LineIndex
from vaultkit.vault import Vault
from vaultkit.vault.note_type import note_type

_PLAIN_KEY = lazy_pattern(r"[^\W\d](?:[\w /-]*\w)?")


class MissingRequiredProperty(NoteRule, frozen=True):
    """A note without a property that notes of its type must have.

    Flags a property that the configuration requires of the note's type (`[types.NAME.properties]`, `required = true`)
    and that the note does not have. One that is there and empty is flagged by `invalid-property-value`.

    Why: a query over the property passes the note over.

    Remedy: add the property. The fix writes it without a value at the end of the property block, and makes one where
    there is none.

    Source: property schemas of vaults kept by several people.

    Bad:
        ~~~~ vaultkit.toml
        [types.experiment]
        match = { folder = "Runs" }
        properties.seed = { required = true }
        properties.model = { required = true }
        ~~~~
        ~~~~ Runs/First.md
        --- #! missing-required-property
        vaultkit-ignore: [invalid-property-value] # still to be run
        model:
        ---
        Text.
        ~~~~

    Fixed:
        ~~~~ Runs/First.md
        ---
        vaultkit-ignore: [invalid-property-value] # still to be run
        model:
        seed:
        ---
        Text.
        ~~~~

    Good:
        ~~~~ vaultkit.toml
        [types.experiment]
        match = { folder = "Runs" }
        properties.seed = { required = true }
        properties.notes = { type = "text" }
        ~~~~
        ~~~~ Runs/First.md
        ---
        Seed: 7
        ---
        Text.
        ~~~~
        ~~~~ Elsewhere.md
        Text.
        ~~~~
    """

    code: ClassVar[str] = "FRM007"
    name: ClassVar[str] = "missing-required-property"
    severity: ClassVar[Severity] = "warning"

    def concerns(self, vault: Vault, among: Collection[str]) -> Iterable[str]:
        """Return the notes whose properties the configuration describes."""
        return (path for path in described(vault) if path in among)

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for each property that is not there; they share one fix."""
        missing = [
            name
            for name, schema in schemas(note, vault).items()
            if schema.required and note.get(name) is None
        ]
        if not missing:
            return
        fix = _fix(note, link_facts(vault).text(note.path), missing)
        for name in missing:
            yield self.finding(
                note,
                head(note),
                f"the property `{name}` is missing; notes of type {note_type(note, vault)[0]} must have it",
                target=name,
                fix=fix,
            )


def _fix(note: Note, text: str, names: Sequence[str]) -> Fix | None:
    """Return the fix that adds the properties without values; None where the block cannot take them."""
    eol = "\r\n" if "\r\n" in text else "\n"
    lines = "".join(f"{_key(name)}:{eol}" for name in names)
    if note.frontmatter is None:
        edit = Edit(0, 0, f"---{eol}{lines}---{eol}")
    else:
        at = text.rindex("---", 0, note.frontmatter.end)
        edit = Edit(at, at, lines)
    changed = text[: edit.start] + edit.text + text[edit.end :]
    from vaultkit.parse.frontmatter import (
        read_frontmatter,
    )  # few notes lack a property; others need no parser

    after = read_frontmatter(changed, LineIndex(changed))
    if after.problems or len(after.properties) != len(note.properties) + len(names):
        return None
    return Fix(f"add {', '.join(names)}", "unsafe", {note.path: (edit,)})


def _key(name: str) -> str:
    return name if _PLAIN_KEY.fullmatch(name) else msgspec.json.encode(name).decode()
