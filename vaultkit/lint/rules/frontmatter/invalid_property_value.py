"""FRM009."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, ClassVar

from vaultkit.lint.facts import link_facts
from vaultkit.lint.rule import VaultRule
from vaultkit.lint.schemas import described, is_template_text, says_nothing, schemas
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note, Property
from vaultkit.model.settings import PropertySchema, each
from vaultkit.vault import Vault
from vaultkit.vault.note_type import note_type


class InvalidPropertyValue(VaultRule, frozen=True):
    """A property with a value that the configuration rules out.

    Flags what a property in `[types.NAME.properties]` must not hold: nothing, where it is required; a value that is not
    in `enum`, does not match the whole `pattern`, or lies below `min` or above `max` (numbers, or ISO dates as text); a
    value that is to be `unique` and that another note of the type has; and a link to a note of another type than
    `target-type`. Of a list, every item is judged.

    Why: a query for `status: done` does not find `status: finished`.

    Remedy: write one of the values there are, or add the new one to the configuration.

    Source: property schemas of vaults kept by several people.

    Bad:
        ~~~~ vaultkit.toml
        [types.person]
        match = { folder = "People" }
        [types.experiment]
        match = { folder = "Runs" }
        [types.experiment.properties]
        status = { enum = ["planned", "running", "done"], required = true }
        seed = { min = 0, max = 99 }
        started = { min = "2020-01-01" }
        id = { pattern = "R[0-9]+", unique = true }
        by = { target-type = "person" }
        ~~~~
        ~~~~ People/Ada.md
        She writes programs.
        ~~~~
        ~~~~ Runs/First.md
        ---
        status: finished #! invalid-property-value
        seed: 100 #! invalid-property-value
        started: 2019-12-31 #! invalid-property-value
        id: R1
        by: "[[Second]]" #! invalid-property-value
        ---
        Text.
        ~~~~
        ~~~~ Runs/Second.md
        ---
        status: #! invalid-property-value
        id:
          - R1 #! invalid-property-value
          - run #! invalid-property-value
        by: "[[Ada]]"
        ---
        Text.
        ~~~~

    Good:
        ~~~~ vaultkit.toml
        [types.experiment]
        match = { folder = "Runs" }
        [types.experiment.properties]
        status = { enum = ["planned", "running", "done"] }
        seed = { min = 0, max = 99 }
        version = { pattern = "[0-9.]+", unique = true }
        ~~~~
        ~~~~ Runs/First.md
        ---
        status: [planned, running]
        seed: 0
        version: 1.10
        ---
        Text.
        ~~~~
        ~~~~ Runs/Second.md
        ---
        status:
        version: 1.1
        ---
        Text.
        ~~~~
    """

    code: ClassVar[str] = "FRM009"
    name: ClassVar[str] = "invalid-property-value"
    severity: ClassVar[Severity] = "warning"

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for each value that cannot be."""
        seen: dict[tuple[str, str, str], str] = {}
        for path in sorted(described(vault)):
            note = vault.notes[path]
            for name, schema in schemas(note, vault).items():
                prop = note.get(name)
                if prop is None or is_template_text(note, prop):
                    continue
                if says_nothing(prop.value):
                    if schema.required:
                        yield self._finding(note, prop, prop, "is empty, and required")
                    continue
                yield from self._check_items(note, prop, schema, vault)
                yield from self._check_links(note, prop, schema, vault)
                if schema.unique:
                    yield from self._check_unique(note, prop, vault, seen)

    def _check_items(
        self, note: Note, prop: Property, schema: PropertySchema, vault: Vault
    ) -> Iterator[Diagnostic]:
        for item in _items(prop):
            written = _written(note, item, vault)
            if schema.enum and not any(_same(item.value, one) for one in schema.enum):
                choices = tuple(map(_in_yaml, schema.enum))
                there = f"is none of {', '.join(choices)}"
                yield self._finding(note, prop, item, there, _near(written, choices))
            if schema.pattern is not None and re.fullmatch(schema.pattern, written) is None:
                yield self._finding(note, prop, item, f"does not match {schema.pattern}")
            if _below(item.value, schema.min):
                yield self._finding(note, prop, item, f"is below {schema.min}")
            if _below(schema.max, item.value) and not _begins_with(item.value, schema.max):
                yield self._finding(note, prop, item, f"is above {schema.max}")

    def _check_links(
        self, note: Note, prop: Property, schema: PropertySchema, vault: Vault
    ) -> Iterator[Diagnostic]:
        allowed = each(schema.target_type)
        for link in note.links if allowed else ():
            if link.kind != "property" or (link.key != prop.key and not link.key.startswith(prop.key + ".")):
                continue
            target = vault.notes.get(vault.resolve(link, note.path).path or "")
            if target is None:
                continue
            kind = note_type(target, vault)[0]
            if kind not in allowed:
                yield self.finding(
                    note,
                    link.target_span,
                    f"`{prop.key}` leads to a note of type {kind}, not of type {' or '.join(allowed)}",
                    target=link.target,
                )

    def _check_unique(
        self, note: Note, prop: Property, vault: Vault, seen: dict[tuple[str, str, str], str]
    ) -> Iterator[Diagnostic]:
        kind = note_type(note, vault)[0]
        for item in _items(prop):
            value = (kind, prop.key.casefold(), _written(note, item, vault).casefold())
            first = seen.setdefault(value, note.path)
            if first != note.path:
                yield self._finding(note, prop, item, f"is the same in {first}")

    def _finding(
        self, note: Note, prop: Property, item: Property, what: str, near: tuple[str, ...] = ()
    ) -> Diagnostic:
        value = "" if says_nothing(item.value) or item is prop else f" {_shown(item.value)}"
        return self.finding(
            note, item.value_span, f"`{prop.key}`{value} {what}", target=prop.key, suggestions=near
        )


def _items(prop: Property) -> tuple[Property, ...]:
    """Return the items of a list, or the property itself."""
    return prop.children if isinstance(prop.value, list) else (prop,)


def _written(note: Note, item: Property, vault: Vault) -> str:
    """Return a value as text; a number as it stands in the file, because 1.10 is not 1.1 to its author."""
    if isinstance(item.value, str):
        return item.value
    return link_facts(vault).text(note.path)[item.value_span.start : item.value_span.end].strip()


def _in_yaml(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _shown(value: Any) -> str:
    return repr(value) if isinstance(value, str) else _in_yaml(value)


def _same(value: Any, choice: str | int | float | bool) -> bool:
    """Return whether a value is the choice; true is not 1, and "1" is 1, because quotes are easily forgotten."""
    if isinstance(value, bool) or isinstance(choice, bool):
        return value is choice
    return bool(value == choice) or str(value) == str(choice)


def _near(written: str, choices: tuple[str, ...]) -> tuple[str, ...]:
    from difflib import get_close_matches  # only when something is wrong

    return tuple(get_close_matches(written, choices, n=3))


def _below(value: Any, bound: Any) -> bool:
    """Return whether both are numbers or both texts, and the first one is the smaller."""
    if isinstance(value, bool) or isinstance(bound, bool):
        return False
    if isinstance(value, str) and isinstance(bound, str):
        return value < bound
    if isinstance(value, int | float) and isinstance(bound, int | float):
        return value < bound
    return False


def _begins_with(value: Any, bound: Any) -> bool:
    """Return whether a text begins with another, as any hour of the last day does with its date."""
    return isinstance(value, str) and isinstance(bound, str) and value.startswith(bound)
