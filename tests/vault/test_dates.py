"""Dates of notes, from their properties and names alone."""

from __future__ import annotations

import pytest

from vaultkit.vault import Vault
from vaultkit.vault.dates import first_date, note_dates


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-06-20", "2024-06-20"),
        ("2024/6/5 a walk", "2024-06-05"),
        ("2024-06-20T10:15:00+02:00", "2024-06-20"),
        ("20240620", "2024-06-20"),
        ("202406201015 zettel", "2024-06-20"),
        ("[[2024-06-20]]", "2024-06-20"),
        ("2024-13-45", None),
        ("2024-02-30 or 2024-03-01", "2024-03-01"),
        ("06/20/2024", None),  # which is the month is not known
        ("12024-06-201", None),
        ("1234567890", None),
        ("", None),
    ],
)
def test_a_date_is_written_year_first(text: str, expected: str | None) -> None:
    assert first_date(text) == expected


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("A.md", "---\ncreated: 2024-01-02\nmodified: 2024-05-06 07:08\n---\n", ("2024-01-02", "2024-05-06")),
        ("A.md", "---\nDate Created: 2024-01-02\n---\n", ("2024-01-02", None)),
        ("A.md", "---\ndate: 20240102\n---\n", ("2024-01-02", None)),
        ("A.md", "---\ndate: ['[[2024-01-02]]']\n---\n", ("2024-01-02", None)),
        ("2023-07-08 Trip.md", "---\ncreated: 2024-01-02\n---\n", ("2024-01-02", None)),
        ("2023-07-08 Trip.md", "---\ncreated: '{{date}}'\n---\n", ("2023-07-08", None)),
        ("2023-07-08 Trip.md", "", ("2023-07-08", None)),
        ("A.md", "---\ncreated: true\ndate: {a: b}\nupdated: [[1]]\n---\n", (None, None)),
        ("A.md", "On 2024-01-02 it rained.", (None, None)),
    ],
)
def test_a_note_says_its_dates(path: str, text: str, expected: tuple[str | None, str | None]) -> None:
    assert note_dates(Vault.from_texts({path: text}).notes[path]) == expected
