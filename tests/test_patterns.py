"""Patterns compiled on first use answer as compiled ones do."""

from __future__ import annotations

import re

import pytest

from vaultkit.patterns import lazy_pattern


def test_a_lazy_pattern_answers_as_a_compiled_one() -> None:
    lazy, compiled = lazy_pattern(r"(?P<word>b+)", re.IGNORECASE), re.compile(r"(?P<word>b+)", re.IGNORECASE)
    for _ in range(2):  # compiled now, and compiled already
        assert lazy.sub("x", "aBba") == compiled.sub("x", "aBba")
        found = lazy.search("aBba")
        assert found is not None
        assert found["word"] == "Bb"
    assert (lazy.pattern, lazy.flags, lazy.groupindex) == (
        compiled.pattern,
        compiled.flags,
        compiled.groupindex,
    )


def test_nothing_is_compiled_before_the_first_use() -> None:
    broken = lazy_pattern("(")
    with pytest.raises(re.error):
        broken.match("")
