from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.note import Note
from vaultkit.vault.names import NameIndex, alias_index, normalise, normalise_path


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("Note", "note"),
        ("  A\u00a0B\u202fC ", "a b c"),
        ("Cafe\u0301", "caf\u00e9"),
        ("\u00c4rger/\u00dcber", "\u00e4rger/\u00fcber"),
        ("STRASSE", "strasse"),
        ("Stra\u00dfe", "stra\u00dfe"),
        ("back\\slash", "back\\slash"),
    ],
)
def test_the_key_of_a_link(written: str, key: str) -> None:
    assert normalise(written) == key


@pytest.mark.parametrize(
    ("written", "path"),
    [
        ("\\a\\\\b/", "a/b"),
        ("//a///b", "a/b"),
        ("a\u00a0b\u202fc", "a b c"),
        ("cafe\u0301", "caf\u00e9"),
        ("/", ""),
    ],
)
def test_a_path_as_obsidian_writes_it(written: str, path: str) -> None:
    assert normalise_path(written) == path


PATHS = st.lists(
    st.lists(st.sampled_from(["a", "b", "ab", "N", "n", "x y"]), min_size=1, max_size=4).map("/".join),
    max_size=12,
    unique=True,
)


@given(PATHS, st.lists(st.sampled_from(["a", "b", "ab", "n"]), min_size=1, max_size=4).map("/".join))
def test_the_suffix_index_agrees_with_comparing_every_path(paths: list[str], key: str) -> None:
    index = NameIndex(paths)
    keys = {normalise(path) for path in paths}
    assert sorted(index.ending_with(key)) == sorted(
        found for found in keys if ("/" + found).endswith("/" + key)
    )
    assert list(index.at(key)) == sorted({path for path in paths if normalise(path) == key})


def test_aliases_are_indexed_by_their_key() -> None:
    notes = {
        "a.md": Note("a.md", "", 0, aliases=("AL", "al", " ")),
        "b.md": Note("b.md", "", 0, aliases=("Al ", "Other")),
    }
    assert alias_index(notes) == {"al": ("a.md", "b.md"), "other": ("b.md",)}
