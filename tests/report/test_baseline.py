"""What a baseline knows: findings without their places, compared by number where they are alike."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from vaultkit.config import Loaded, load_config
from vaultkit.errors import UsageError
from vaultkit.lint import check
from vaultkit.lint.policy import Policy, make_policy
from vaultkit.model.diagnostic import Diagnostic
from vaultkit.report.baseline import (
    Settled,
    baseline_text,
    make_baseline,
    pruned,
    read_baseline,
    require_comparable,
    settle,
    updated,
    write_baseline,
)
from vaultkit.report.documents import BaselineJson, schema
from vaultkit.text import Span
from vaultkit.vault import Vault

POLICY = make_policy(Loaded())
THREE = "![[a.png]]\n\n![[a.png]]\n\n![[a.png]]\n"


def findings(**notes: str) -> list[Diagnostic]:
    return check(Vault.from_texts({f"{name}.md": text for name, text in notes.items()}), policy=POLICY)


def baseline(**notes: str) -> BaselineJson:
    return make_baseline(findings(**notes), POLICY, Loaded(), "1")


def settled(before: BaselineJson, **notes: str) -> Settled:
    return settle(before, findings(**notes), POLICY)


def test_what_is_known_is_not_new_wherever_it_moves() -> None:
    moved = settled(baseline(Log=THREE), Log="# Added\n\nText.\n\n" + THREE.replace("\n\n", "\n\nMore.\n\n"))

    assert (len(moved.new), len(moved.known), len(moved.vanished)) == (0, 3, 0)


@pytest.mark.parametrize("mended", [0, 1, 2])
def test_whichever_of_equal_findings_is_mended_the_others_stay_known(mended: int) -> None:
    lines = THREE.split("\n\n")
    lines[mended] = "Mended."

    after = settled(baseline(Log=THREE), Log="\n\n".join(lines))

    assert (len(after.new), len(after.known), len(after.vanished)) == (0, 2, 1)


def test_one_more_of_the_same_is_new() -> None:
    after = settled(baseline(Log=THREE), Log=THREE + "\n![[a.png]]\n")

    assert (len(after.new), len(after.known), len(after.vanished)) == (1, 3, 0)


def test_a_suppression_that_comes_or_goes_leaves_the_others_known() -> None:
    hidden = THREE.replace("]]\n", "]] %% vaultkit: ignore[EMB001] %%\n", 1)

    assert len(settled(baseline(Log=hidden), Log=hidden).known) == 2
    assert not settled(baseline(Log=hidden), Log=THREE.replace("![[a.png]]\n\n", "", 1)).new
    assert not settled(baseline(Log=THREE), Log=hidden).new


def test_another_note_or_target_is_new() -> None:
    after = settled(baseline(Log="![[a.png]]\n"), Diary="![[a.png]]\n", Log="![[b.png]]\n")

    assert [(one.path, one.target) for one in after.new] == [("Diary.md", "a.png"), ("Log.md", "b.png")]
    assert [one.target for one in after.vanished] == ["a.png"]


def test_a_change_of_severity_is_none_of_its_business(tmp_path: Path) -> None:
    before = baseline(Log=THREE)
    loaded = load_config(tmp_path, ["lint.severity={EMB001='warning'}", "lint.fail-on=error"])

    require_comparable(before, loaded, tmp_path)
    vault = Vault.from_texts({"Log.md": THREE})
    assert not settle(before, check(vault, policy=make_policy(loaded)), POLICY).new


def test_what_was_not_looked_at_has_not_vanished() -> None:
    before = baseline(Log="![[a.png]]\n# Empty\n", Other="![[a.png]]\n")
    links = make_policy(Loaded(), select=["LNK"])

    assert settle(before, [], links).vanished == ()
    assert [one.path for one in settle(before, [], POLICY, {"Other.md"}).vanished] == ["Other.md"]
    crash = Diagnostic("VKT000", "internal-error", "error", "", Span(0, 0, 1, 1, 1, 1), "it failed", "EMB001")
    assert [one.code for one in settle(before, [crash], POLICY).vanished] == ["SEC003"]


def test_a_failing_rule_is_never_known() -> None:
    crash = Diagnostic("VKT000", "internal-error", "error", "", Span(0, 0, 1, 1, 1, 1), "it failed", "EMB001")
    made = make_baseline([crash], POLICY, Loaded(), "1")

    assert made.findings == []
    assert settle(made, [crash], POLICY).new == (crash,)


def test_pruning_removes_what_vanished_and_nothing_else() -> None:
    before = baseline(Log=THREE, Other="![[b.png]]\n")
    after = settled(before, Log=THREE.replace("![[a.png]]\n\n", "", 1), New="![[c.png]]\n")

    left = pruned(before, after.vanished)

    assert [(one.path, one.target) for one in left.findings] == [("Log.md", "a.png")] * 2
    twice = BaselineJson(
        version="1", rules=before.rules, settings={}, findings=[before.findings[0]] * 2
    )  # as merging two branches may leave it
    assert len(pruned(twice, twice.findings[:1]).findings) == 1


def test_the_entries_of_some_notes_are_written_anew() -> None:
    before = baseline(Log="![[a.png]]\n", Other="![[b.png]]\n")
    now = baseline(Log="![[c.png]]\n", Other="![[d.png]]\n")

    assert [one.target for one in updated(before, now, {"Log.md"}).findings] == ["c.png", "b.png"]


def test_the_file_is_sorted_and_read_back_as_it_was(tmp_path: Path) -> None:
    made = baseline(B=THREE, A='---\ntitle: "\\uD800"\n---\n![[\ud800.png]] [[x\n', C="[[Not yet]]\n")
    place = tmp_path / "known.json"

    write_baseline(place, made)
    written = place.read_bytes()
    write_baseline(place, read_baseline(place))

    assert place.read_bytes() == written == baseline_text(made).encode()
    assert [one.path for one in made.findings] == sorted(one.path for one in made.findings)
    assert read_baseline(place) == made
    document = json.loads(written)
    jsonschema.validate(document, schema("baseline"), jsonschema.Draft202012Validator)
    assert sum(b'"fingerprint"' in line for line in written.splitlines()) == len(made.findings)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["known.json"]


def test_texts_that_utf8_cannot_hold_stay_known(tmp_path: Path) -> None:
    odd = '{"nodes": [{"id": "a", "type": "file", "file": "\\ud800.png", "x": 0, "y": 0, "width": 1, "height": 1}]}'
    found = check(Vault.from_texts({"Map.canvas": odd}), policy=POLICY)
    write_baseline(tmp_path / "known.json", make_baseline(found, POLICY, Loaded(), "1"))

    assert found
    assert settle(read_baseline(tmp_path / "known.json"), found, POLICY).known == tuple(found)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (["lint.exclude=['Archive/']"], "lint.exclude changed"),
        (["lint.ignore-targets=['Trash/']"], "lint.ignore-targets changed"),
        (["lint.per-file-ignores={'Inbox/**'=['SEC']}"], "lint.per-file-ignores changed"),
        (["overrides=[{files=['A.md'], ignore=['SEC']}]"], "overrides changed"),
        (["lint.ignore=['SEC003']"], "the rule SEC003 no longer runs"),
        (["lint.extend-select=['GRA001', 'LNK010']"], "the rules GRA001, LNK010 did not run then"),
    ],
)
def test_settings_that_find_something_else_cannot_be_compared(given, reason, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        require_comparable(baseline(), load_config(tmp_path, given), Path("known.json"))

    assert reason in caught.value.message
    assert "vaultkit baseline update" in str(caught.value.hint)
    made = make_baseline([], make_policy(load_config(tmp_path, given)), load_config(tmp_path, given), "1")
    require_comparable(made, load_config(tmp_path, given), Path("known.json"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"schema": "vaultkit.baseline/2", "version": "9"}', 'has the format "vaultkit.baseline/2"'),
        ("[]", "is not a baseline"),
        ("{", "is not a baseline"),
        ("\udcff", "is not a baseline"),
        ('{"schema": "vaultkit.baseline/1", "version": "1"}', "is not a baseline"),
    ],
)
def test_files_that_are_no_baseline(text: str, says: str, tmp_path: Path) -> None:
    place = tmp_path / "known.json"
    place.write_bytes(text.encode("utf-8", "surrogateescape"))

    with pytest.raises(UsageError, match=r"known\.json") as caught:
        read_baseline(place)
    assert says in caught.value.message


def test_a_policy_of_all_rules_covers_all_rules() -> None:
    assert len(make_baseline([], Policy(), Loaded(), "1").rules) > len(baseline().rules)
