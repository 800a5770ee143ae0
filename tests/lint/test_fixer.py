"""Fixes: applied in rounds, all or none, byte for byte, and never where something could be lost."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.errors import FixError
from vaultkit.lint.diff import unified_diff
from vaultkit.lint.fixer import fix, refusal
from vaultkit.lint.rule import NoteRule
from vaultkit.lint.write import write_texts
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.note import Note
from vaultkit.text import Edit, Span
from vaultkit.vault import Vault

PLACE = Span(0, 0, 1, 1, 1, 1)


class Replace(NoteRule, frozen=True):
    """Replaces each `old` by `new`, in the note and, if named, at the beginning of another one."""

    code: ClassVar[str] = "TST001"
    name: ClassVar[str] = "replace"
    severity: ClassVar[Severity] = "warning"
    old: str = "a"
    new: str = "b"
    other: str = ""

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        text = vault.text(note.path)
        at = text.find(self.old)
        while at >= 0:
            edits = {note.path: (Edit(at, at + len(self.old), self.new),)}
            if self.other:
                edits[self.other] = (Edit(0, 0, "+"),)
            yield self.finding(note, PLACE, "x", fix=Fix("replace", "safe", edits))
            at = text.find(self.old, at + 1)


def test_overlapping_fixes_wait_for_the_next_round() -> None:
    vault = Vault.from_texts({"n.md": "aaaa"})
    result = fix(vault, [Replace(old="aa", new="b")])
    assert result.texts == {"n.md": "bb"}
    assert len(result.applied) == 2
    assert result.findings == ()


def test_fixes_that_undo_each_other_stop() -> None:
    result = fix(Vault.from_texts({"n.md": "a"}), [Replace(), Replace(old="b", new="a")])
    assert result.unstable == ("TST001",)


def test_a_fix_without_end_stops_after_ten_rounds() -> None:
    result = fix(Vault.from_texts({"n.md": "a"}), [Replace(new="aa")])
    assert result.unstable == ("TST001",)
    assert len(result.texts["n.md"]) <= 2**11


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a \xff", "not UTF-8"),
        (b"a \0", "not a text"),
        (b"a\n<<<<<<< ours\nb\n=======\nc\n>>>>>>> theirs\n", "conflict"),
        (b"a\r\n<<<<<<< ours\r\nb\r\n=======\r\nc\r\n>>>>>>> theirs\r\n", "conflict"),
    ],
)
def test_notes_that_could_lose_something_are_refused(data: bytes, reason: str) -> None:
    result = fix(Vault.from_texts({"n.md": data}), [Replace()])
    assert result.texts == {}
    assert reason in result.refused["n.md"]


def test_a_heading_underline_is_no_conflict() -> None:
    assert refusal(Vault.from_texts({"n.md": "Title\n=======\n\n> quote\n"}), "n.md") is None


def test_a_fix_in_several_notes_is_all_or_none() -> None:
    vault = Vault.from_texts({"n.md": "a", "other.md": b"\xff"})
    assert fix(vault, [Replace(other="other.md")]).texts == {}
    vault = Vault.from_texts({"n.md": "a", "other.md": "x"})
    assert fix(vault, [Replace(other="other.md")]).texts == {"n.md": "b", "other.md": "+x"}


def test_only_notes_that_were_asked_for() -> None:
    vault = Vault.from_texts({"n.md": "a", "m.md": "a"})
    assert fix(vault, [Replace()], paths=["m.md"]).texts == {"m.md": "b"}


@pytest.mark.parametrize(
    "data",
    [b"\xef\xbb\xbfa\r\nx", b"a\n\n\n", b"a", b"\ra\r\x0b\x0c\xe2\x80\xa8\n", b"\xef\xbb\xbf\xef\xbb\xbfa"],
)
def test_all_other_bytes_stay(data: bytes, on_disk) -> None:
    root = on_disk({"n.md": data})
    vault = Vault.open(root)
    write_texts(vault, fix(vault, [Replace()]).texts)
    assert (root / "n.md").read_bytes() == data.replace(b"a", b"b")


def test_the_mode_and_a_symbolic_link_stay(on_disk) -> None:
    root = on_disk({"n.md": "a", "sub/real.md": "a"})
    (root / "n.md").chmod(0o640)
    (root / "link.md").symlink_to("sub/real.md")
    vault = Vault.open(root)
    write_texts(vault, dict.fromkeys(("n.md", "sub/real.md"), "b"))
    assert stat.S_IMODE((root / "n.md").stat().st_mode) == 0o640
    assert (root / "link.md").is_symlink()
    assert not list(root.rglob(".vaultkit-*"))


def test_a_note_that_changed_meanwhile_is_not_written(on_disk) -> None:
    root = on_disk({"m.md": "a", "n.md": "a"})
    vault = Vault.open(root)
    texts = fix(vault, [Replace()]).texts
    (root / "n.md").write_text("changed")
    with pytest.raises(FixError, match=r"n\.md changed"):
        write_texts(vault, texts)
    assert (root / "m.md").read_text() == "a"
    assert (root / "n.md").read_text() == "changed"
    assert "changed" in fix(vault, [Replace(old="ch")]).refused.get("n.md", "changed")


def test_a_note_that_changed_before_it_is_fixed_is_refused(on_disk) -> None:
    root = on_disk({"n.md": "a"})
    vault = Vault.open(root)
    (root / "n.md").write_text("ba")
    result = fix(vault, [Replace()])
    assert result.texts == {}
    assert "changed" in result.refused["n.md"]


def test_a_failing_write_leaves_every_note_as_it_was(on_disk, monkeypatch) -> None:
    root = on_disk({"m.md": "a", "n.md": "a"})
    vault = Vault.open(root)
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        if target.name == "n.md":
            raise PermissionError(13, "Permission denied", str(target))
        real(source, target)

    monkeypatch.setattr("os.replace", replace)
    with pytest.raises(FixError, match="nothing was changed"):
        write_texts(vault, {"m.md": "b", "n.md": "b"})
    assert (root / "m.md").read_text() == (root / "n.md").read_text() == "a"
    assert not list(root.rglob(".vaultkit-*"))


def test_a_note_that_changes_while_others_are_written_is_kept(on_disk, monkeypatch) -> None:
    root = on_disk({"m.md": "a", "n.md": "a"})
    vault = Vault.open(root)
    real = os.fsync

    def fsync(handle: int) -> None:
        real(handle)
        (root / "n.md").write_text("written in Obsidian")

    texts = fix(vault, [Replace()]).texts
    (root / "n.md").write_text("a")
    monkeypatch.setattr("os.fsync", fsync)
    with pytest.raises(FixError, match=r"n\.md changed"):
        write_texts(vault, dict(sorted(texts.items(), reverse=True)))
    assert (root / "m.md").read_text() == "a"
    assert (root / "n.md").read_text() == "written in Obsidian"
    assert not list(root.rglob(".vaultkit-*"))


def test_a_full_disk_loses_nothing_and_names_the_note(on_disk, monkeypatch) -> None:
    root = on_disk({"m.md": "a", "n.md": "a"})
    vault = Vault.open(root)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(FixError, match=r"cannot write m\.md: No space left on device; nothing was changed"):
        write_texts(vault, {"m.md": "b", "n.md": "b"})
    assert (root / "m.md").read_text() == (root / "n.md").read_text() == "a"
    assert not list(root.rglob(".vaultkit-*"))


def test_an_interrupt_while_a_note_goes_to_the_disk_leaves_nothing_behind(on_disk, monkeypatch) -> None:
    root = on_disk({"n.md": "a"})
    vault = Vault.open(root)

    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_texts(vault, {"n.md": "b"})
    assert [one.name for one in root.iterdir()] == ["n.md"]


def test_an_interrupt_between_two_notes_puts_the_first_back(on_disk, monkeypatch) -> None:
    root = on_disk({"m.md": "a", "n.md": "a"})
    vault = Vault.open(root)
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        if target.name == "n.md":
            raise KeyboardInterrupt
        real(source, target)

    monkeypatch.setattr("os.replace", replace)
    with pytest.raises(KeyboardInterrupt):
        write_texts(vault, {"m.md": "b", "n.md": "b"})
    assert (root / "m.md").read_text() == (root / "n.md").read_text() == "a"
    assert not list(root.rglob(".vaultkit-*"))


def test_an_interrupt_right_after_a_temporary_file_was_made_leaves_nothing_behind(
    on_disk, monkeypatch
) -> None:
    root = on_disk({"n.md": "a"})
    vault = Vault.open(root)
    real = os.open

    def interrupted(name: str, *rest: int, **named: int) -> int:
        handle = real(name, *rest, **named)
        if ".vaultkit-" not in str(name):
            return handle
        os.close(handle)
        raise KeyboardInterrupt  # of a signal that came during the call

    monkeypatch.setattr("os.open", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_texts(vault, {"n.md": "b"})
    assert [one.name for one in root.iterdir()] == ["n.md"]


def test_an_interrupt_right_after_a_note_was_replaced_puts_it_back(on_disk, monkeypatch) -> None:
    root = on_disk({"m.md": "a", "n.md": "a"})
    vault = Vault.open(root)
    real = os.replace
    calls: list[Path] = []

    def replace(source: Path, target: Path) -> None:
        real(source, target)
        calls.append(target)
        if len(calls) == 1:
            raise KeyboardInterrupt  # of a signal that came during the call

    monkeypatch.setattr("os.replace", replace)
    with pytest.raises(KeyboardInterrupt):
        write_texts(vault, {"m.md": "b", "n.md": "b"})
    assert (root / "m.md").read_text() == (root / "n.md").read_text() == "a"
    assert not list(root.rglob(".vaultkit-*"))


def test_what_a_killed_run_left_is_cleared_away_when_no_run_can_need_it(on_disk) -> None:
    old, new = ".vaultkit-0123456789abcdef.tmp", ".vaultkit-fedcba9876543210.tmp"
    other = ".vaultkit-my-notes-of-2024.tmp"  # as long, and named by somebody
    root = on_disk({"n.md": "a", "sub/m.md": "a", f"sub/{old}": "", f"sub/{new}": "", f"sub/{other}": ""})
    for name in (old, other):
        os.utime(root / "sub" / name, (1, 1))
    write_texts(Vault.open(root), {"n.md": "b"})
    assert sorted(path.name for path in (root / "sub").iterdir()) == sorted([new, other, "m.md"])


def test_a_file_that_is_a_note_by_two_names_is_written_once_as_its_own_name_has_it(on_disk) -> None:
    root = on_disk({"sub/real.md": "a"})
    (root / "link.md").symlink_to("sub/real.md")
    vault = Vault.open(root)
    write_texts(vault, {"link.md": "seen from the root", "sub/real.md": "b"})
    assert (root / "sub/real.md").read_text() == "b"
    assert (root / "link.md").is_symlink()
    assert not list(root.rglob(".vaultkit-*"))


NAMES = ["n.md", "with space.md", "Žluť.md", 'quo"te.md', "back\\slash.md", "tab\there.md", "sub/日本.md"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\n", "b\n"),
        ("a", "b"),
        ("a", "b\n"),
        ("x\r\na\r\n", "x\r\nb\r\n"),
        ("\ufeffa\n", "\ufeffb\n"),
        ("1\n2\n3\n4\n5\n6\n7\n8\n9\na\n", "1\n2\nadded\n3\n4\n5\n6\n7\n8\n9\nb\nc"),
        ("a\x0cb\u2028c\n", "a\x0cb\u2028d\n"),
        ("1\n" * 20 + "a", "0\n" + "1\n" * 19 + "b"),
        ("a\nb\n\n", "b\n\n"),
    ],
)
def test_git_applies_the_diff(name: str, before: str, after: str, tmp_path: Path) -> None:
    place = tmp_path / name
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(before.encode())
    patch = unified_diff(name, before, after)
    done = subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"], input=patch.encode(), cwd=tmp_path, capture_output=True
    )
    assert done.returncode == 0, done.stderr.decode() + patch
    assert place.read_bytes() == after.encode()


def test_no_change_is_no_diff() -> None:
    assert unified_diff("n.md", "a\n", "a\n") == ""


LINES = st.sampled_from(
    [
        "[[Alpha||x]]",
        "[[ Beta ]]",
        "[[al]]",
        "[[Alph]]",
        "[[Gamm|]]",
        "[[Gamma|]]",
        "![[Title](https://a.b)",
        "[a](Note with space.md)",
        "[a](Alph.md#Hed)",
        "[[Alpha#Headng]]",
        "[[Alpha#Gone#Heading]]",
        "## Heading",
        "",
        "text",
        "| [[al]] | x |",
        "|---|---|",
        "---",
        "up: [[Alpha]]",
        "```",
        "$$",
        "%%",
        "> [[al]]",
        "- [[x/Alpha]]",
        "\t[[al]]",
    ]
)
TEXTS = st.lists(LINES, max_size=12).flatmap(
    lambda lines: st.sampled_from(["\n", "\r\n"]).map(lambda end: end.join(lines))
)


@settings(max_examples=150, deadline=None)
@given(
    st.dictionaries(st.sampled_from(["One.md", "Two.md", "sub/Three.md"]), TEXTS, min_size=1), st.booleans()
)
def test_fixing_twice_is_fixing_once(texts: dict[str, str], unsafe: bool) -> None:
    fixed_notes = {
        "Alpha.md": "---\naliases: [al]\n---\n## Heading\ntext\n",
        "Beta.md": "x",
        "Gamma.md": "x",
        "Note with space.md": "x",
    }
    once = fix(Vault.from_texts({**fixed_notes, **texts}), unsafe=unsafe)
    assert once.unstable == ()
    twice = fix(once.vault, unsafe=unsafe)
    assert twice.texts == {}
    assert twice.applied == ()
    for path, text in once.texts.items():
        assert text.count("\r\n") == texts[path].count("\r\n")
        assert text.count("\n") == texts[path].count("\n")
