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


paths = st.sets(
    st.builds(
        "{}{}".format,
        st.sampled_from(("", "a/", "A/", "a/b/", "b/")),
        st.sampled_from(
            ("Note.md", "note.md", "n\u00f6te.md", "no\u0308te.md", "b.md", " b.md", "v1.2", "c.png", "c")
        ),
    ),
    max_size=12,
)


@given(before=paths, now=paths)
def test_an_index_that_follows_changes_finds_what_a_new_one_does(before: set[str], now: set[str]) -> None:
    followed = NameIndex(before).changed(before - now, now - before)
    fresh = NameIndex(now)
    for key in {normalise(path) for path in before | now}:
        assert followed.at(key) == fresh.at(key)
        assert followed.ending_with(key) == fresh.ending_with(key)
        name = key.rpartition("/")[2]
        assert followed.named(name) == fresh.named(name)
        assert followed.ending_with(name) == fresh.ending_with(name)
    assert followed.unique == fresh.unique
    assert followed.literal == fresh.literal
