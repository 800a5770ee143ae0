"""`vaultkit baseline` and what `vaultkit lint` makes of its file."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from vaultkit.lint.rules.embeds.missing_attachment import MissingAttachment
from vaultkit.report import format_names
from vaultkit.report.documents import BASELINE_NAME

NOTES = {
    ".obsidian/app.json": "{}",
    "A.md": "![[gone.png]] [[Idea]]\n",
    "Sub/B.md": "See [[A||a]].\n\n![[gone.png]]\n\n## Empty\n",
}


@pytest.fixture
def vault(on_disk, vaultkit) -> Path:
    """Return a vault whose findings are all known."""
    root = on_disk(NOTES)
    assert vaultkit("baseline", "update", root).code == 0
    return root


def add(note: Path, text: str) -> None:
    note.write_text(note.read_text(encoding="utf-8") + text, encoding="utf-8")


def test_only_new_findings_fail(vault, vaultkit) -> None:
    clean = vaultkit("lint", vault)
    add(vault / "A.md", "![[new.png]]\n")
    done = vaultkit("lint", vault, "--format", "concise")

    assert clean.code == 0
    assert clean.out == "No findings in 2 notes.\n5 findings of the baseline not listed.\n"
    assert done.code == 1
    assert done.out.splitlines()[0].endswith('A.md:2:4: EMB001 no file "new.png" in the vault')
    assert "gone.png" not in done.out
    assert "Found 1 error in 2 notes." in done.out


def test_the_baseline_is_the_same_file_each_time(vault, vaultkit) -> None:
    written = (vault / BASELINE_NAME).read_bytes()

    vaultkit("baseline", "update", vault)
    vaultkit("baseline", "prune", vault)

    assert (vault / BASELINE_NAME).read_bytes() == written
    assert str(vault).encode() not in written


def test_without_the_baseline_everything_is_listed(vault, vaultkit) -> None:
    done = vaultkit("lint", vault, "--no-baseline")
    assert done.code == 1
    assert "baseline" not in done.out
    assert "gone.png" in done.out


def test_another_file(vault, vaultkit, tmp_path) -> None:
    other = tmp_path / "known.json"
    (vault / BASELINE_NAME).rename(other)

    assert vaultkit("lint", vault).code == 1
    assert vaultkit("lint", vault, "--baseline", other).code == 0
    other.unlink()
    done = vaultkit("lint", vault, "--baseline", other)
    assert done.code == 2
    assert "cannot be read" in done.err
    assert f"vaultkit baseline update --baseline {other}" in done.err
    assert vaultkit("baseline", "prune", vault, "--baseline", other).code == 2
    assert vaultkit("baseline", "update", vault, "--baseline", other).code == 0
    assert vaultkit("lint", vault, "--baseline", other).code == 0


def test_what_vanished_is_said_and_fails_only_when_asked(vault, vaultkit) -> None:
    (vault / "A.md").write_text("Mended.\n", encoding="utf-8")

    done = vaultkit("lint", vault)
    assert done.code == 0
    assert (
        "2 entries of the baseline are no longer found (`vaultkit baseline prune` removes them)." in done.out
    )
    strict = vaultkit("lint", vault, "--baseline-strict")
    assert strict.code == 1
    assert "no longer found: A.md: EMB001 gone.png\n" in strict.out
    assert vaultkit("lint", vault, "--baseline-strict", "--exit-zero").code == 0
    assert vaultkit("lint", vault, "--baseline-strict", "--fail-on", "never").code == 0

    pruned = vaultkit("baseline", "prune", vault)
    assert "removed 2 of 5 known findings" in pruned.err
    assert vaultkit("lint", vault, "--baseline-strict").code == 0


@pytest.mark.parametrize("format", format_names())
def test_every_format_says_why_a_strict_run_fails(format, vault, vaultkit) -> None:
    (vault / "A.md").write_text("Mended.\n", encoding="utf-8")

    done = vaultkit("lint", vault, "--baseline-strict", "--format", format)

    assert done.code == 1
    assert "2 entries of the baseline are no longer found" in (done.out + done.err).replace("\\", "")
    if format in ("json", "sarif", "gitlab"):
        json.loads(done.out)
    if format == "github":
        assert done.out.startswith("::error title=vaultkit::2 known findings no longer found")


def test_json_counts_what_is_known_and_lists_what_vanished(vault, vaultkit) -> None:
    (vault / "A.md").write_text("[[Idea]]\n", encoding="utf-8")

    document = json.loads(vaultkit("lint", vault, "--format", "json").out)
    without = json.loads(vaultkit("lint", vault, "--format", "json", "--no-baseline").out)

    assert (document["summary"]["baselined"], document["summary"]["vanished"]) == (4, 1)
    assert [(one["code"], one["path"]) for one in document["vanished"]] == [("EMB001", "A.md")]
    assert (without["summary"]["baselined"], without["summary"]["vanished"]) == (0, 0)
    assert "vanished" not in without


def test_pruning_takes_nothing_in(vault, vaultkit) -> None:
    add(vault / "A.md", "![[new.png]]\n")
    vaultkit("baseline", "prune", vault)
    assert vaultkit("lint", vault).code == 1


def test_paths_leave_other_notes_alone(vault, vaultkit) -> None:
    (vault / "A.md").write_text("![[new.png]]\n", encoding="utf-8")
    (vault / "Sub" / "B.md").write_text("![[new.png]]\n", encoding="utf-8")

    partial = json.loads(vaultkit("lint", vault / "Sub", "--format", "json").out)
    assert [one["path"] for one in partial["vanished"]] == ["Sub/B.md"] * 3
    assert partial["summary"]["hidden"] == 1  # known findings elsewhere are not waiting to be seen
    assert vaultkit("baseline", "update", vault / "Sub").code == 0
    assert vaultkit("lint", vault / "Sub", "--baseline-strict").code == 0
    assert vaultkit("lint", vault).code == 1
    assert vaultkit("baseline", "prune", vault / "Sub").code == 0
    assert "2 entries" in vaultkit("lint", vault).out


def test_selecting_rules_makes_nothing_vanish(vault, vaultkit) -> None:
    for options in (["--select", "LNK"], ["--ignore", "EMB"], ["--select", "ALL", "--fail-on", "error"]):
        done = vaultkit("lint", vault, "--baseline-strict", *options)
        assert done.code == 0, done
        assert "no longer found" not in done.out


def test_a_rule_that_says_more_when_asked_for_makes_nothing_vanish(on_disk, vaultkit) -> None:
    text = "- Up: [[Topics/{n}]]\n- Down:\n\n# T\n\n## Why\n\nBecause {n}.\n"
    root = on_disk({f"Topics/{n}.md": text.format(n=n) for n in range(8)})
    vaultkit("baseline", "update", root)
    known = json.loads((root / BASELINE_NAME).read_text(encoding="utf-8"))["findings"]

    asked = vaultkit("lint", root, "--baseline-strict", "--select", "SEC006")

    assert [one["target"] for one in known if one["code"] == "SEC006"] == ["topic: Down"]
    assert asked.out.count("info[SEC006]") == 8  # each, where the baseline knows one for the vault
    assert "no longer found" not in asked.out
    assert asked.code == 0
    assert vaultkit("lint", root, "--baseline-strict").code == 0


def test_fixes_leave_known_findings_alone(vault, vaultkit) -> None:
    add(vault / "A.md", "New: [[A||a]], [[Sub/B||b]].\n")

    patch = vaultkit("lint", vault, "--diff")
    done = vaultkit("lint", vault, "--fix")

    assert patch.code == 1
    assert "+New: [[A|a]], [[Sub/B|b]]." in patch.out
    assert "Sub/B.md" not in patch.out.replace("[[Sub/B", "")
    assert done.code == 0
    assert "Fixed 2 findings." in done.out
    assert (vault / "Sub" / "B.md").read_text(encoding="utf-8") == NOTES["Sub/B.md"]
    assert vaultkit("lint", vault, "--fix", "--no-baseline").code == 1
    assert "[[A|a]]" in (vault / "Sub" / "B.md").read_text(encoding="utf-8")
    assert "1 entry of the baseline is no longer found" in vaultkit("lint", vault).out


def test_statistics_and_suppressions_are_of_new_findings(vault, vaultkit) -> None:
    add(vault / "A.md", "![[new.png]]\n")

    done = vaultkit("lint", vault, "--statistics")
    assert done.out.startswith("1  EMB001")
    assert "5 findings of the baseline not listed." in done.out
    assert "1 finding suppressed in 1 note." in vaultkit("lint", vault, "--add-ignore").err
    assert vaultkit("lint", vault).code == 0


def test_settings_that_cannot_be_compared(vault, vaultkit) -> None:
    (vault / "vaultkit.toml").write_text('[lint]\nexclude = ["Sub/"]\n', encoding="utf-8")

    for command in (["lint", vault], ["baseline", "prune", vault], ["baseline", "update", vault / "Sub"]):
        done = vaultkit(*command)
        assert done.code == 2
        assert "cannot be compared: lint.exclude changed" in done.err
        assert "hint: `vaultkit baseline update` makes it anew, --no-baseline goes without" in done.err
    assert vaultkit("lint", vault, "--no-baseline").code == 1
    assert vaultkit("baseline", "update", vault).code == 0
    assert vaultkit("lint", vault).code == 0


def test_options_that_exclude_each_other(vault, vaultkit) -> None:
    assert vaultkit("lint", vault, "--no-baseline", "--baseline-strict").code == 2
    assert vaultkit("lint", vault, "--no-baseline", "--baseline", vault / BASELINE_NAME).code == 2


@pytest.mark.parametrize("command", ["update", "prune"])
def test_a_rule_that_fails_leaves_the_baseline_as_it_is(command, vault, vaultkit, monkeypatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(MissingAttachment, "check", broken)
    monkeypatch.setattr(MissingAttachment, "check_link", broken, raising=False)
    written = (vault / BASELINE_NAME).read_bytes()

    done = vaultkit("baseline", command, vault)

    assert done.code == 3
    assert "a rule failed" in done.err
    assert (vault / BASELINE_NAME).read_bytes() == written


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a folder nobody may write to")
def test_a_folder_that_cannot_be_written(vault, vaultkit) -> None:
    vault.chmod(0o500)
    try:
        done = vaultkit("baseline", "update", vault)
    finally:
        vault.chmod(0o700)
    assert done.code == 2
    assert "cannot write" in done.err


def test_a_link_to_a_shared_file_stays_a_link(vault, vaultkit, tmp_path) -> None:
    shared = tmp_path / "shared.json"
    (vault / BASELINE_NAME).rename(shared)
    (vault / BASELINE_NAME).symlink_to(shared)

    add(vault / "A.md", "![[new.png]]\n")
    vaultkit("baseline", "update", vault)

    assert (vault / BASELINE_NAME).is_symlink()
    assert "new.png" in shared.read_text(encoding="utf-8")


@pytest.fixture
def renamed(git, vault, vaultkit) -> Path:
    """Return a vault under git whose note Sub/B.md was renamed to Old/C.md, as git knows."""
    git("add", "-A")
    git("commit", "-qm", "as it was")
    (vault / "Old").mkdir()
    git("mv", "Sub/B.md", "Old/C.md")
    return vault


def test_what_was_known_of_a_note_is_known_of_it_under_its_new_name(renamed, vaultkit) -> None:
    done = vaultkit("lint", renamed)
    assert (done.code, done.out) == (0, "No findings in 2 notes.\n5 findings of the baseline not listed.\n")
    assert done.err == (
        "the baseline knows 1 note by its old name (`vaultkit baseline prune` renames its entries)\n"
    )
    assert vaultkit("lint", renamed, "--staged").code == 0

    add(renamed / "Old/C.md", "![[new.png]]\n")
    assert vaultkit("lint", renamed, "--format", "concise").out.count("EMB001") == 1


def test_prune_writes_the_new_name_of_a_renamed_note(renamed, vaultkit) -> None:
    done = vaultkit("baseline", "prune", renamed)
    assert done.err.startswith("removed 0 of 5 known findings from ")
    assert done.err.endswith(", and followed 1 note to its new name\n")
    entries = json.loads((renamed / BASELINE_NAME).read_bytes())["findings"]
    assert {one["path"] for one in entries} == {"A.md", "Old/C.md"}
    after = (renamed / BASELINE_NAME).read_bytes()
    assert vaultkit("lint", renamed).err == ""
    vaultkit("baseline", "update", renamed)
    assert (renamed / BASELINE_NAME).read_bytes() == after


def test_a_new_note_is_not_known_because_another_one_is_gone(git, vault, vaultkit) -> None:
    git("add", "-A")
    git("commit", "-qm", "as it was")
    git("rm", "-q", "A.md")
    (vault / "New.md").write_text(
        "Something else altogether, about which there is more to say.\n\n![[gone.png]]\n"
    )
    git("add", "-A")
    assert vaultkit("lint", vault).code == 1
