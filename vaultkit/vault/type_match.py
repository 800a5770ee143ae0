"""The types of notes that the configuration declares: which of them a note is of, and why."""

from __future__ import annotations

from typing import Any

from vaultkit.config import Globs
from vaultkit.model.note import Note
from vaultkit.model.settings import Conventions, Names, TypeMatch, each
from vaultkit.patterns import lazy_pattern

_NOT_LETTERS = lazy_pattern(r"[\W_]+")


class DeclaredTypes:
    """The types of `[types]`, ready to be asked about many notes.

    `exclusive` names the types that say themselves which notes are of them.
    """

    def __init__(self, conventions: Conventions) -> None:
        self._matchers = [
            (name, _Matcher(match))
            for name, settings in conventions.types.items()
            for match in settings.matches
        ]
        self._by_word = {
            word(name): name for name, settings in conventions.types.items() if not settings.matches
        }
        self.exclusive = frozenset(name for name, _ in self._matchers)

    def matched(self, note: Note) -> tuple[str, str] | None:
        """Return the first type whose `match` covers `note`, and the reason; None if there is none."""
        for name, matcher in self._matchers:
            reason = matcher.reason(note)
            if reason:
                return name, reason
        return None

    def named(self, text: str) -> str | None:
        """Return the type without a `match` of its own that `text`, the value of a property, names."""
        return self._by_word.get(word(text)) if self._by_word else None


def word(text: str) -> str:
    """Return the name of a type as it is compared: without blanks, dashes and brackets, in lower case."""
    return _NOT_LETTERS.sub("", text).casefold()


class _Matcher:
    """One `match` table."""

    def __init__(self, match: TypeMatch) -> None:
        self._folders = Globs(each(match.folder))
        self._names = Globs(each(match.name))
        self._tags = tuple(tag.strip().removeprefix("#").casefold() for tag in each(match.tag))
        self._properties = _wanted(match.property)

    def reason(self, note: Note) -> str:
        """Return why `note` matches, empty where it does not: everything that is asked for has to hold."""
        reasons: list[str] = []
        if self._folders:
            if not self._folders.match(note.path):
                return ""
            reasons.append(f"it lies in {' or '.join(self._folders.sources)!r}")
        if self._names:
            if not self._names.match(note.name):
                return ""
            reasons.append(f"its name matches {' or '.join(self._names.sources)!r}")
        if self._tags:
            tag = self._tag(note)
            if not tag:
                return ""
            reasons.append(f"it is tagged #{tag}")
        for key, values in self._properties.items():
            found = _found(note, key, values)
            if not found:
                return ""
            reasons.append(found)
        return " and ".join(reasons)

    def _tag(self, note: Note) -> str:
        for tag in note.tags:
            folded = tag.name.casefold()
            if any(folded == wanted or folded.startswith(wanted + "/") for wanted in self._tags):
                return tag.name
        return ""


def _wanted(given: Names | dict[str, Names]) -> dict[str, frozenset[str]]:
    """Return the values asked for by property; none where any will do."""
    if isinstance(given, dict):
        return {key: frozenset(map(_folded, each(values))) for key, values in given.items()}
    return dict.fromkeys(each(given), frozenset[str]())


def _found(note: Note, key: str, values: frozenset[str]) -> str:
    prop = note.get(key)
    if prop is None:
        return ""
    if not values:
        return "" if prop.value in (None, "", []) else f"it has the property {prop.key!r}"
    for item in prop.value if isinstance(prop.value, list) else (prop.value,):
        if _folded(item) in values:
            return f"its property {prop.key!r} says {str(item)!r}"
    return ""


def _folded(value: Any) -> str:
    """Return a value as it is compared: a link by its target, numbers and texts alike."""
    text = str(value).strip().casefold()
    return text[2:-2].partition("|")[0].strip() if text.startswith("[[") and text.endswith("]]") else text
