"""What the configuration says about the meaning of a vault, checked as far as that goes without the vault."""

from __future__ import annotations

import re
from collections.abc import Iterable

from vaultkit.config.find import Loaded
from vaultkit.identity import canonical_id
from vaultkit.model.graph import NOTE_TYPES
from vaultkit.model.relation import letters
from vaultkit.model.settings import (
    Conventions,
    PaperSettings,
    PropertySchema,
    RelationSettings,
    TypeMatch,
    TypeSettings,
    each,
)


def conventions(loaded: Loaded) -> Conventions:
    """Return the conventions that the configuration `loaded` sets.

    Raises:
        ConfigError: a glob, a regular expression or an identifier cannot be used, or a table says nothing
            that could hold.
    """
    types = loaded.config.types
    for name, settings in types.items():
        _check_type(loaded, f"types.{name}", settings, {*NOTE_TYPES, *types})
    for name, relation in loaded.config.relations.items():
        _check_relation(loaded, f"relations.{name}", relation, {*NOTE_TYPES, *types})
    return Conventions(types=types, relations=loaded.config.relations, papers=_papers(loaded))


def _check_relation(loaded: Loaded, key: str, settings: RelationSettings, types: Iterable[str]) -> None:
    _check_types(loaded, f"{key}.target-type", each(settings.target_type or ()), types)
    both = {*map(letters, each(settings.fields or ()))} & {*map(letters, each(settings.inverse or ()))}
    if both:
        at = f"{key}.inverse"
        raise loaded.error(at, f"{at}: names a field of the relation itself", "symmetric = true says that")


def _papers(loaded: Loaded) -> PaperSettings:
    groups = []
    for group in loaded.config.papers.merge:
        ids = [canonical_id(text) for text in group]
        for text, id in zip(group, ids, strict=True):
            if id is None:
                raise loaded.error(
                    "papers.merge",
                    f'papers.merge: "{text}" names no work',
                    "give an address or an identifier such as arxiv:1706.03762 or doi:10.1000/x",
                )
        groups.append(tuple(id for id in ids if id is not None))
    return PaperSettings(merge=tuple(groups))


def _check_type(loaded: Loaded, key: str, settings: TypeSettings, types: Iterable[str]) -> None:
    for match in settings.matches:
        if match == TypeMatch():
            raise loaded.error(
                f"{key}.match", f"{key}.match: says nothing", "a folder, a tag, a property or a name"
            )
        loaded.globs(f"{key}.match.folder", each(match.folder))
        loaded.globs(f"{key}.match.name", each(match.name))
    for name, schema in settings.properties.items():
        _check_schema(loaded, f"{key}.properties.{name}", schema, types)


def _check_schema(loaded: Loaded, key: str, schema: PropertySchema, types: Iterable[str]) -> None:
    if schema.pattern is not None:
        try:
            re.compile(schema.pattern)
        except re.error as error:
            at = f"{key}.pattern"
            raise loaded.error(at, f"{at}: is not a regular expression ({error.msg})") from error
    low, high = schema.min, schema.max
    if low is not None and high is not None:
        if isinstance(low, str) != isinstance(high, str):
            raise loaded.error(f"{key}.max", f"{key}: one of min and max is a number, the other a text")
        if str(low) > str(high) if isinstance(low, str) else float(low) > float(high):
            raise loaded.error(f"{key}.max", f"{key}: min is above max")
    _check_types(loaded, f"{key}.target-type", each(schema.target_type), types)


def _check_types(loaded: Loaded, key: str, names: Iterable[str], types: Iterable[str]) -> None:
    for name in names:
        if name not in types:
            from difflib import get_close_matches  # only when something is wrong

            near = get_close_matches(name, list(types))
            hint = f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(sorted(types))}"
            raise loaded.error(key, f'{key}: unknown type "{name}"', hint)
