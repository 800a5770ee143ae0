"""Says in the words of TOML what msgspec found wrong with a value of the configuration."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

from vaultkit.model.diagnostic import Severity
from vaultkit.patterns import lazy_pattern

_QUOTED = lazy_pattern(r"`([^`]*)`")
_ENUM = lazy_pattern(r"Invalid enum value '(?P<value>.*)'", re.DOTALL)
_STEP = lazy_pattern(r"\[(?:\d+|\.\.\.)\]|[^.\[\]]+")
_KINDS = {
    "array": "a list",
    "bool": "true or false",
    "date": "a date without quotes",
    "datetime": "a date without quotes",
    "float": "a number",
    "int": "a number",
    "object": "a table",
    "str": "a text",
}

# By what was expected and what was found in its place.
_HINTS = {
    ("array", "str"): 'a list stands in brackets, with one value, too: ["..."]',
    ("array", "object"): "each of these tables begins with two brackets: [[{}]]",
}


def reworded(said: str, kind: Any, key: str) -> tuple[str, str | None]:
    """Return the message for what msgspec `said` about `key` of a configuration of type `kind`, and a hint."""
    wrong = _ENUM.fullmatch(said)
    if wrong is not None:
        known = sorted(_choices(kind, _STEP.findall(key)))
        hint = did_you_mean(wrong["value"], known) if known else None
        if hint is not None and set(known) == set(get_args(Severity)):
            hint += "; `ignore` switches a rule off"
        return f"is '{wrong['value']}', which is not one of the values there are", hint
    hint = _HINTS.get(tuple(_QUOTED.findall(said.replace(" | null", ""))))
    if said.endswith(("got `date`", "got `datetime`")):
        hint = 'a date stands in quotes, as in notes: "2024-05-01"'
    return said[:1].lower() + _QUOTED.sub(_in_words, said[1:]), None if hint is None else hint.format(key)


def did_you_mean(key: str, known: Sequence[str]) -> str:
    """Return the hint that names what of `known` is near to `key`, or all of it where nothing is."""
    from difflib import get_close_matches

    near = get_close_matches(key.lower().replace("_", "-"), known, cutoff=0.6)
    return f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(sorted(known))}"


def _in_words(found: re.Match[str]) -> str:
    """Return the types in backticks, `array | null`, as one says them; nothing in TOML is null."""
    names = [name for name in found[1].split(" | ") if name != "null"]
    return " or ".join(dict.fromkeys(_KINDS.get(name, name) for name in names)) or found[1]


def _choices(kind: Any, steps: Sequence[str]) -> Iterator[str]:
    """Yield the values that may stand where `steps` lead in the type `kind`; none where they do not lead."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        yield from _choices(arguments[0], steps)
    elif origin in (Union, UnionType):
        for one in arguments:
            yield from _choices(one, steps)
    elif not steps:
        if origin is Literal:
            yield from (str(one) for one in arguments)
    elif origin is tuple:
        yield from _choices(arguments[0], steps[1:])
    elif origin is dict:
        yield from _choices(arguments[1], steps[1:])
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        for field in msgspec.structs.fields(kind):
            if field.encode_name == steps[0]:
                yield from _choices(field.type, steps[1:])
