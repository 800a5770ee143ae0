"""FRM008."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import ClassVar, NamedTuple

from msgspec.structs import replace

from vaultkit.lint.rule import VaultRule
from vaultkit.lint.schemas import described, is_template_text, schemas
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.kinds import Kind, fits, is_link, kind_of, read_shape
from vaultkit.model.note import Note, Property
from vaultkit.vault import Vault
from vaultkit.vault.template_use import COMMON, FEWEST

_CALLED = {
    "text": "a text",
    "date": "a date",
    "datetime": "a date with a time",
    "no-date": "a date or time that does not exist",
    "number": "a number",
    "list": "a list",
    "multitext": "a list",
    "aliases": "a list",
    "tags": "a list",
    "mapping": "a table",
    "checkbox": "true or false",
    "link": "a wikilink",
}
# What is alike where nobody declared a type: one value where other notes have a list is no drift.
_GROUPS: dict[Kind, str] = {
    "text": "text",
    "date": "text",
    "datetime": "text",
    "no-date": "text",
    "list": "text",
    "number": "number",
    "checkbox": "checkbox",
    "mapping": "mapping",
}


class PropertyTypeMismatch(VaultRule, frozen=True):
    """A property with a value of another type than it should have.

    Flags a value that is not of the type which the configuration gives the property in notes of this type, or which
    Obsidian has on record for it (`.obsidian/types.json`). As Obsidian shows a number or a single text where a text or
    a list is expected, these are fine there; the configuration's `list` means a list. Empty values fit every type.

    Where no type is on record, a value in the form of a date is held to be one: 2024-13-45 does not exist.

    When the rule is named on the command line, or with the option `drift`, a property without a type is held against
    the vault: where four in five notes or more have a number, a checkbox or text, the others are listed as information.

    Why: Obsidian marks such a property and no longer lets it be edited in its kind; tables sort and filter it wrongly.

    Remedy: write the value in the type that is meant, such as 2024-05-01 for a date, or change the type.

    Source: Obsidian help, "Properties": a property has one type in the whole vault.

    Bad:
        ~~~~ .obsidian/types.json
        {"types": {"year": "number", "read": "checkbox"}}
        ~~~~
        ~~~~ vaultkit.toml
        [types.experiment]
        match = { folder = "Runs" }
        properties.started = { type = "date" }
        properties.follows = { type = "link" }
        ~~~~
        ~~~~ Runs/First.md
        ---
        started: 2024-02-30 #! property-type-mismatch
        year: last #! property-type-mismatch
        read: "yes" #! property-type-mismatch
        follows: none #! property-type-mismatch
        ended: 2024-13-45 #! property-type-mismatch
        ---
        Text.
        ~~~~

    Good:
        ~~~~ .obsidian/types.json
        {"types": {"year": "number", "authors": "multitext", "title": "text", "due": "date", "lot": "text"}}
        ~~~~
        ~~~~ Runs/First.md
        ---
        year: 2024
        authors: One alone
        title: 1984
        due:
        lot: 2024-13-45
        ---
        Text.
        ~~~~
    """

    code: ClassVar[str] = "FRM008"
    name: ClassVar[str] = "property-type-mismatch"
    severity: ClassVar[Severity] = "warning"

    drift: bool = False

    def asked_for(self) -> PropertyTypeMismatch:
        """Return the rule that knows properties without a type, too."""
        return replace(self, drift=True)

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for each value that is of another type."""
        types = {key.casefold(): kind for key, kind in vault.settings.property_types.items()}
        usual = _usual(vault, types) if self.drift else {}
        suspects = dict.fromkeys(_mismatching(vault, types, usual))
        suspects.update(dict.fromkeys(described(vault)))
        for path in suspects:
            note = vault.notes[path]
            declared = {name.casefold(): schema.type for name, schema in schemas(note, vault).items()}
            for prop in note.properties:
                yield from self._judge(note, prop, declared.get(prop.key.casefold()), types, usual)

    def _judge(
        self, note: Note, prop: Property, declared: str | None, types: Mapping[str, str], usual: Usual
    ) -> Iterator[Diagnostic]:
        key, kind = prop.key.casefold(), kind_of(prop.value)
        if kind == "list" and any(isinstance(item, list) for item in prop.value):
            return  # a wikilink without quotes: `unquoted-wikilink` says so
        if is_template_text(note, prop):
            return
        if declared is not None:
            if not (is_link(prop.value) if declared == "link" and prop.value else fits(kind, declared)):
                yield self._finding(note, prop, f"the configuration says {_CALLED[declared]}")
        elif key in types:
            if not fits(kind, types[key]):
                yield self._finding(note, prop, f"Obsidian's types.json says {_CALLED[types[key]]}")
        elif kind == "no-date":
            yield self._finding(note, prop)
        elif key in usual and kind != "nothing" and _GROUPS[kind] != usual[key].group:
            known = usual[key]
            reason = f"in {known.alike} of {known.notes} notes it is {_CALLED[known.group]}"
            yield replace(self._finding(note, prop, reason), severity="info")

    def _finding(self, note: Note, prop: Property, reason: str = "") -> Diagnostic:
        message = f"`{prop.key}` is {_CALLED[kind_of(prop.value)]}" + (f", and {reason}" if reason else "")
        return self.finding(note, prop.value_span, message, target=prop.key)


class _Known(NamedTuple):
    """What a property is in most notes: in `alike` of the `notes` that have it."""

    group: str
    alike: int
    notes: int


Usual = Mapping[str, _Known]


def _usual(vault: Vault, types: Mapping[str, str]) -> dict[str, _Known]:
    """Return what properties without a type are in most notes, but not in all."""
    counts: dict[str, Counter[str]] = {}
    shapes = Counter(shape for path, shape in vault.each_outlined("shape") if not vault.is_template(path))
    for shape, count in shapes.items():
        for key, kind in read_shape(shape).items():
            if kind != "nothing" and key not in types:
                counts.setdefault(key, Counter())[_GROUPS[kind]] += count
    found: dict[str, _Known] = {}
    for key, groups in counts.items():
        (group, count), total = groups.most_common(1)[0], groups.total()
        if total >= FEWEST and COMMON * total <= count < total:
            found[key] = _Known(group, count, total)
    return found


def _mismatching(vault: Vault, types: Mapping[str, str], usual: Usual) -> Iterator[str]:
    """Yield the notes with a property of another type; notes with the same properties are looked at once."""
    verdicts: dict[str, bool] = {}
    for path, shape in vault.each_outlined("shape"):
        verdict = verdicts.get(shape)
        if verdict is None:
            verdict = verdicts[shape] = any(
                (not fits(kind, types[key]) if key in types else kind == "no-date")
                or (key in usual and kind != "nothing" and _GROUPS[kind] != usual[key].group)
                for key, kind in read_shape(shape).items()
            )
        if verdict:
            yield path
