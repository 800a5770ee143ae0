"""Citation keys in notes, as Pandoc, Zettlr and the citation plugins write them: `[@nanda2023]`, `@nanda2023`."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from vaultkit.patterns import lazy_pattern
from vaultkit.vault.vault import Vault

# As Pandoc has it: a key begins with a letter, a digit or _, and punctuation stands only inside it.
_KEY = lazy_pattern(r"(?<![\w@./])-?@(?:\{([^{}\s]+)\}|(\w(?:[\w:.#$%&+?<>~/-]*\w)?))")


def citekeys(vault: Vault, known: Collection[str]) -> Mapping[str, Mapping[str, tuple[int, ...]]]:
    """Return where the notes of a vault cite the `known` keys: the lines by path, by key.

    What looks like a key and is not known (a name on Mastodon, an address) is passed over.
    """
    found: dict[str, dict[str, list[int]]] = {}
    for path, note in vault.notes.items():
        if note.is_canvas or vault.is_template(path):
            continue
        text = vault.text(path)
        if "@" not in text:
            continue
        for number, line in enumerate(text.split("\n"), 1):
            for match in _KEY.finditer(line) if "@" in line else ():
                key = match[1] or match[2]
                if key in known:
                    found.setdefault(key, {}).setdefault(path, []).append(number)
    return {key: {path: tuple(lines) for path, lines in places.items()} for key, places in found.items()}
