"""Links find departed notes as they would have found the notes themselves."""

from __future__ import annotations

import pytest

from vaultkit.load.history import Departure, History
from vaultkit.vault.departed import DepartedIndex

OLD = Departure("Topics/Old Name.md", "Topics/New name.md")
GONE = Departure("Papers/Gone.md", None)
GONE_EARLIER = Departure("Archive/Gone.md", None)


@pytest.fixture(name="index")
def fixture_index() -> DepartedIndex:
    return DepartedIndex(History((OLD, GONE, GONE_EARLIER)))


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("Old Name", OLD),
        ("old name", OLD),
        (" Old\u00a0Name ", OLD),
        ("Old Name.md", OLD),
        ("Topics/Old Name", OLD),
        ("/Topics/Old Name", OLD),
        ("Papers/Old Name", None),
        ("pics/Old Name", None),
        ("Gone", GONE),
        ("Archive/Gone", GONE_EARLIER),
        ("Never", None),
        ("", None),
    ],
)
def test_find(index: DepartedIndex, target: str, expected: Departure | None) -> None:
    assert index.find(target) == expected


def test_without_history_nothing_is_found() -> None:
    index = DepartedIndex(History(problem="git is not installed"))

    assert index.find("Gone") is None
    assert index.problem == "git is not installed"
