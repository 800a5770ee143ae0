"""The run over a vault."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.lint.rule import NoteRule, VaultRule
from vaultkit.lint.runner import check, failed
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note
from vaultkit.text import Span
from vaultkit.vault import Vault

PLACE = Span(0, 1, 1, 1, 1, 2)


class EveryNote(NoteRule, frozen=True):
    code: ClassVar[str] = "AAA001"
    name: ClassVar[str] = "every-note"
    severity: ClassVar[Severity] = "warning"

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        if "break" in note.path:
            raise ValueError("a bad note")
        yield self.finding(note, PLACE, "here", target="same")
        yield self.finding(note, PLACE, "here", target="same")


class WholeVault(VaultRule, frozen=True):
    code: ClassVar[str] = "BBB001"
    name: ClassVar[str] = "whole-vault"
    severity: ClassVar[Severity] = "info"

    def check(self, vault: Vault) -> Iterator[Diagnostic]:
        for note in reversed(list(vault.notes.values())):
            yield self.finding(note, PLACE, "there")


def test_findings_are_sorted_and_equal_ones_numbered() -> None:
    vault = Vault.from_texts({"b.md": "x", "a.md": "x"})
    found = check(vault, [WholeVault(), EveryNote()])
    assert [(one.path, one.code, one.ordinal) for one in found] == [
        ("a.md", "AAA001", 0),
        ("a.md", "AAA001", 1),
        ("a.md", "BBB001", 0),
        ("b.md", "AAA001", 0),
        ("b.md", "AAA001", 1),
        ("b.md", "BBB001", 0),
    ]


def test_a_failing_rule_is_a_finding_and_the_run_goes_on() -> None:
    vault = Vault.from_texts({"a.md": "x", "break.md": "x", "c.md": "x"})
    found = check(vault, [EveryNote()])
    broken = [one for one in found if one.code == "VKT000"]
    assert [one.path for one in broken] == ["break.md"]
    assert "AAA001 every-note failed: ValueError: a bad note" in broken[0].message
    assert {one.path for one in found if one.code == "AAA001"} == {"a.md", "c.md"}
    assert failed(found)
    assert not failed(check(Vault.from_texts({"a.md": "x"}), [EveryNote()]))


def test_templates_and_excluded_notes_are_not_judged() -> None:
    vault = Vault.from_texts(
        {
            ".obsidian/app.json": '{"userIgnoreFilters": ["Old/"]}',
            ".obsidian/templates.json": '{"folder": "Forms"}',
            "Forms/a.md": "x",
            "Old/a.md": "x",
            "a.md": "x",
        }
    )
    assert {one.path for one in check(vault, [EveryNote(), WholeVault()])} == {"a.md"}


def test_paths_limit_what_is_reported_but_not_what_resolves() -> None:
    vault = Vault.from_texts({"a.md": "[[b]] [[b#no]]", "b.md": "[[a#no]]"})
    assert [(one.path, one.code) for one in check(vault, paths=["a.md"])] == [("a.md", "ANC001")]


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    check(
        Vault.from_texts({"a.md": "x"}), [EveryNote(), WholeVault()], progress=lambda *now: told.append(now)
    )
    assert told == [(0, 2), (1, 2)]
