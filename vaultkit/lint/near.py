"""What somebody who mistyped a link surely meant.

Stricter than a suggestion, because a slip of the pen makes a broken link of what else is an unwritten note.
"""

from __future__ import annotations

from collections.abc import Iterable

from vaultkit.vault import Vault
from vaultkit.vault.names import normalise
from vaultkit.vault.slips import is_slip
from vaultkit.vault.suggest import suggest_notes


def slips_of(written: str, choices: Iterable[str]) -> tuple[str, ...]:
    """Return the `choices`, as they come, that `written` equals or is a slip for; equal ones alone if any."""
    wanted = normalise(written)
    keys = {choice: normalise(choice) for choice in choices}
    equal = tuple(choice for choice, key in keys.items() if key == wanted)
    return equal or tuple(choice for choice, key in keys.items() if is_slip(wanted, key))


def near_notes(vault: Vault, target: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the files that the missing link target `target` was surely meant for, and those that it may
    have been meant for, both as texts to put into the link, best first.

    Surely: the files of exactly that name in other folders, or else those whose name it is a slip for.
    """
    texts = suggest_notes(vault, target.strip(), limit=10)
    by_base: dict[str, list[str]] = {}
    for text in texts:
        by_base.setdefault(base(text), []).append(text)
    sure = tuple(text for name in slips_of(base(target), by_base) for text in by_base[name])
    return sure, (*sure, *(text for text in texts if text not in sure))


def base(target: str) -> str:
    """Return the last part of a link target as names are compared, without `.md`.

    Who writes `\\` between folders means `/`, which Obsidian asks for on Windows, too.
    """
    return normalise(target).replace("\\", "/").rstrip("/").rpartition("/")[2].removesuffix(".md")
