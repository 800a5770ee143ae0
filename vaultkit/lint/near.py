"""Names that are nearly equal: what somebody who mistyped a link surely meant.

Stricter than a suggestion: a near name turns an unwritten note into a broken link, so few letters may
differ and no digit. "Grokkin" means "Grokking", but "2024-01-02" never means "2024-01-03", and short
names are left alone, since any two of them are close.
"""

from __future__ import annotations

from collections.abc import Iterable

from vaultkit.vault import Vault
from vaultkit.vault.names import normalise
from vaultkit.vault.suggest import suggest_notes


def allowed_distance(name: str) -> int:
    """Return how many letters may differ in a name of this length: 0, 1 or 2."""
    if len(name) < 4:
        return 0
    return 1 if len(name) < 8 else 2


def digits(name: str) -> str:
    """Return the digits of `name` in order; names whose digits differ mean different things."""
    return "".join(filter(str.isdigit, name))


def distance(left: str, right: str, limit: int) -> int:
    """Return the number of letters inserted, left out, changed or swapped; above `limit`, `limit + 1`."""
    from rapidfuzz.distance import DamerauLevenshtein

    return DamerauLevenshtein.distance(left, right, score_cutoff=limit)


def nearest(name: str, choices: Iterable[str]) -> tuple[str, ...]:
    """Return the choices that are near to `name`, nearest first; an equal one is at distance 0."""
    limit = allowed_distance(name)
    wanted = digits(name)
    found: list[tuple[int, str]] = []
    for choice in dict.fromkeys(choices):
        if abs(len(choice) - len(name)) <= limit and digits(choice) == wanted:
            apart = distance(name, choice, limit)
            if apart <= limit:
                found.append((apart, choice))
    return tuple(choice for _, choice in sorted(found))


def near_notes(vault: Vault, target: str) -> tuple[str, ...]:
    """Return the files that the missing link target `target` was surely meant for, as texts for a link.

    Files of exactly that name in another folder; where there is none, files with a near name.
    """
    name = base(target)
    texts: dict[str, list[str]] = {}
    for text in suggest_notes(vault, target.strip(), limit=10):
        texts.setdefault(base(text), []).append(text)
    found = nearest(name, texts)
    if name in texts:
        found = (name,)
    return tuple(text for near in found for text in texts[near])


def base(target: str) -> str:
    """Return the last part of a link target as names are compared, without `.md`."""
    return normalise(target).rstrip("/").rpartition("/")[2].removesuffix(".md")
