"""Suppressions: what they cover, when they are unused, and how they are written."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.config import Globs
from vaultkit.lint import add_ignore, check, fix, select
from vaultkit.lint.add_ignore import add_ignores
from vaultkit.lint.policy import Policy
from vaultkit.vault import Vault

BROKEN = "[[scan.pdf]]"
"""A finding of LNK001."""


def codes(text: str | bytes, *, rules: tuple[str, ...] = ()) -> list[tuple[int, str]]:
    vault = Vault.from_texts({"Note.md": text})
    return [(one.span.line, one.code) for one in check(vault, select(rules))]


def test_without_a_suppression_the_fault_is_found() -> None:
    assert codes(f"{BROKEN}\n") == [(1, "LNK001")]


@pytest.mark.parametrize(
    "text",
    [
        f"{BROKEN} %% vaultkit: ignore[LNK001] kept for the record %%\n",
        f"%%vaultkit:ignore[lnk001]%% {BROKEN}\n",
        f"{BROKEN} <!-- vaultkit: ignore[LNK001, broken-wikilink] reason -->\n",
        f"{BROKEN} %% vaultkit: ignore[LNK] %%\n",
        f"{BROKEN} %% vaultkit: ignore[ALL] %%\n",
        f"%% vaultkit: ignore-next-line[LNK001] %%\n{BROKEN}\n",
        f"<!-- vaultkit: ignore-next-line[LNK001] -->\n{BROKEN}\n",
        f"%%\nvaultkit: ignore-next-line[LNK001]\nreason\n%%\n{BROKEN}\n",
        f"%% vaultkit: ignore-start[LNK001] %%\n{BROKEN}\n\n{BROKEN}\n%% vaultkit: ignore-end %%\n",
        f"{BROKEN}\n\n%% vaultkit: ignore-file[LNK001] %%\n",
        f"{BROKEN}\n\n%% vaultkit: ignore-file %%\n",
        f"---\nvaultkit-ignore: [LNK001]\n---\n{BROKEN}\n",
        f"---\nvaultkit-ignore: broken-wikilink\n---\n{BROKEN}\n",
        f"---\nvaultkit-ignore:\n  - LNK001\n---\n{BROKEN}\n",
    ],
)
def test_every_form_silences_the_finding(text: str) -> None:
    for variant in (text, text.replace("\n", "\r\n"), "\ufeff" + text):
        assert codes(variant) == []


@pytest.mark.parametrize(
    ("text", "left"),
    [
        (f"%% vaultkit: ignore[LNK001] %%\n\n{BROKEN}\n", [(1, "VKT001"), (3, "LNK001")]),
        (f"{BROKEN}\n\n%% vaultkit: ignore-next-line[LNK001] %%\n", [(1, "LNK001"), (3, "VKT001")]),
        (f"{BROKEN} %% vaultkit: ignore[LNK002] %%\n", [(1, "LNK001"), (1, "VKT001")]),
        (f"{BROKEN} %% vaultkit: ignore %%\n", [(1, "LNK001"), (1, "VKT002")]),
        (f"{BROKEN} %% vaultkit: ignore[] %%\n", [(1, "LNK001"), (1, "VKT002")]),
        (f"{BROKEN} `%% vaultkit: ignore[LNK001] %%`\n", [(1, "LNK001")]),
        (f"{BROKEN}\n\n```\n%% vaultkit: ignore-file[LNK001] %%\n```\n", [(1, "LNK001")]),
        (f"{BROKEN}\n%% vaultkit: ignore-start[LNK001] %%\n", [(1, "LNK001"), (2, "VKT002")]),
        (f"{BROKEN}\n%% vaultkit: ignore-end %%\n", [(1, "LNK001"), (2, "VKT002")]),
        (
            f"%% vaultkit: ignore-start[LNK001] %%\n{BROKEN}\n%% vaultkit: ignore-end %%\n{BROKEN}\n",
            [(4, "LNK001")],
        ),
    ],
)
def test_what_a_suppression_does_not_cover(text: str, left: list[tuple[int, str]]) -> None:
    assert codes(text) == left


def test_blocks_can_overlap_when_their_ends_say_which() -> None:
    text = (
        "%% vaultkit: ignore-start[LNK001] %%\n%% vaultkit: ignore-start[SEC003] %%\n"
        f"%% vaultkit: ignore-end[LNK001] %%\n{BROKEN}\n\n# Empty\n\n%% vaultkit: ignore-end[SEC003] %%\n"
    )
    assert codes(text) == [(1, "VKT001"), (4, "LNK001")]


def test_an_unknown_rule_is_a_finding_that_suggests_another() -> None:
    vault = Vault.from_texts({"Note.md": f"{BROKEN} %% vaultkit: ignore[broken-wikilnk] %%\n"})
    (fault,) = check(vault, select(["VKT002"]))
    assert "broken-wikilnk" in fault.message
    assert "broken-wikilink" in (fault.help or "")


@pytest.mark.parametrize(
    ("comment", "says", "hint"),
    [
        ("vaultkit: ignore-end", "ends no block", "ignore-start"),
        ("vaultkit ignore[LNK001] reason", "no colon", "vaultkit: ignore"),
        ("vaultkit ignore-file", "no colon", "vaultkit: ignore-file"),
    ],
)
def test_what_to_do_about_a_comment_that_means_nothing(comment: str, says: str, hint: str) -> None:
    (fault,) = check(Vault.from_texts({"Note.md": f"%% {comment} %%\n"}), select(["VKT002"]))
    assert says in fault.message
    assert hint in (fault.help or "")


def test_several_rules_in_one_text_of_the_property_are_to_be_a_list() -> None:
    found = check(Vault.from_texts({"a.md": "---\nvaultkit-ignore: LNK001, SEC003\n---\nText\n"}))
    assert [(one.code, one.help) for one in found] == [("VKT002", "write a list: [LNK001, SEC003]")]


def test_talk_about_vaultkit_is_no_suppression() -> None:
    vault = Vault.from_texts({"Note.md": "%% vaultkit ignores this note, and vaultkit: is a word %%\n"})
    assert check(vault, select(["VKT"])) == []


def test_unused_is_known_without_running_the_rule_for_the_report() -> None:
    used = f"{BROKEN} %% vaultkit: ignore[LNK001] %%\n"
    assert codes(used, rules=("VKT001",)) == []
    assert codes(used, rules=("SEC",)) == []
    assert codes("Fine. %% vaultkit: ignore[LNK001] %%\n", rules=("VKT001",)) == [(1, "VKT001")]
    assert codes("Fine. %% vaultkit: ignore[LNK001] %%\n", rules=("LNK",)) == []


def test_a_suppression_of_everything_is_unused_only_when_everything_ran() -> None:
    text = "Fine.\n\n%% vaultkit: ignore-file %%\n"
    assert codes(text, rules=("VKT001", "LNK")) == []
    vault = Vault.from_texts({"Note.md": "Fine.\n\n%% vaultkit: ignore-file[VKT001, LNK001] %%\n"})
    assert check(vault) == []


def test_findings_elsewhere_keep_their_fingerprints() -> None:
    plain = check(Vault.from_texts({"Note.md": f"{BROKEN}\n\n{BROKEN}\n"}))
    suppressed = check(
        Vault.from_texts({"Note.md": f"{BROKEN} %% vaultkit: ignore[LNK001] %%\n\n{BROKEN}\n"})
    )
    assert suppressed[0].ordinal == plain[1].ordinal == 1


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Text. %% vaultkit: ignore[LNK001] why %%\nMore.\n", "Text.\nMore.\n"),
        ("Text. %% vaultkit: ignore[LNK001] %% ^id\n", "Text. ^id\n"),
        ("One\n\n%% vaultkit: ignore-next-line[LNK001] %%\nTwo\n", "One\n\nTwo\n"),
        ("One\n<!-- vaultkit: ignore[LNK001] -->\nTwo\n", "One\n\nTwo\n"),
        ("%% vaultkit: ignore-file[LNK001] %%\n---\nTwo: 1\n---\n", "\n---\nTwo: 1\n---\n"),
        (
            "%% vaultkit: ignore-start[LNK001] %%\nText\n%% vaultkit: ignore-end %%\n",
            "Text\n",
        ),
        ("---\nvaultkit-ignore:\n  - LNK001\nup: 1\n---\n", "---\nup: 1\n---\n"),
        (
            f"---\nvaultkit-ignore:\n  - LNK001\n  - SEC003\n---\n{BROKEN}\n",
            f"---\nvaultkit-ignore:\n  - LNK001\n---\n{BROKEN}\n",
        ),
    ],
)
def test_the_fix_takes_out_just_the_suppression(before: str, after: str) -> None:
    for old, new in ((before, after), (before.replace("\n", "\r\n"), after.replace("\n", "\r\n"))):
        fixed = fix(Vault.from_texts({"Note.md": old}), select(["VKT001"]))
        assert fixed.vault.text("Note.md") == new
        assert fixed.findings == ()


def add(text: str | bytes, reason: str = "") -> tuple[str, list[tuple[int, str]]]:
    vault = Vault.from_texts({"Note.md": text})
    added = add_ignores(vault, [one for one in check(vault) if one.severity != "info"], reason=reason)
    new = vault.with_notes(added.texts)
    left = [(one.span.line, one.code) for one in check(new) if one.severity != "info"]
    return added.texts.get("Note.md", ""), left


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{BROKEN}\n", f"{BROKEN} %% vaultkit: ignore[LNK001] old %%\n"),
        (f"{BROKEN} ^id\n", f"{BROKEN} %% vaultkit: ignore[LNK001] old %% ^id\n"),
        ("# Empty\n", "%% vaultkit: ignore-next-line[SEC003] old %%\n# Empty\n"),
        (
            f"---\nup: 1\n---\n| a | b |\n|---|---|\n| {BROKEN} | c |\n",
            None,
        ),
        (
            '---\nup: "[[Gone/away.md]]"\n---\nText\n',
            '---\nup: "[[Gone/away.md]]"\nvaultkit-ignore: [FRM011] # old\n---\nText\n',
        ),
        (
            f"{BROKEN} %% vaultkit: ignore[SEC003] %%\n\n# Empty\n",
            None,
        ),
        (f"%%\n{BROKEN}\n%%\n", None),
        (f"> [!note] {BROKEN}\n> {BROKEN}\n", None),
    ],
)
def test_add_ignore_silences_what_is_found(before: str, after: str | None) -> None:
    for old, new in ((before, after), (before.replace("\n", "\r\n"), after and after.replace("\n", "\r\n"))):
        text, left = add(old, "old")
        assert [one for one in left if one[1] != "VKT001"] == []
        assert new is None or text == new


def test_add_ignore_leaves_what_cannot_hold_a_comment() -> None:
    canvas = '{"nodes": [{"id": "a", "type": "file", "file": "gone.md"}], "edges": []}'
    vault = Vault.from_texts({"Map.canvas": canvas, "Bytes.md": b"\xff [[scan.pdf]]\n"})
    added = add_ignores(vault, check(vault))
    assert added.texts == {}
    assert set(added.refused) == {"Map.canvas", "Bytes.md"}


def test_add_ignore_asks_once_where_no_comment_can_stand(monkeypatch: pytest.MonkeyPatch) -> None:
    vault = Vault.from_texts({"Note.md": "Two lines [[a||b]]\n===\n\n# Empty\n"})
    asked: list[str] = []
    homeless = add_ignore._homeless

    def counted(text: str, *rest: Any) -> set[str]:
        asked.append(text)
        return homeless(text, *rest)

    monkeypatch.setattr(add_ignore, "_homeless", counted)
    added = add_ignores(vault, [one for one in check(vault) if one.severity != "info"])
    assert added.exempt == {"Note.md": ["LNK008"]}
    assert asked == [vault.text("Note.md")]


def test_add_ignore_exempts_a_note_from_what_is_found_of_all_of_it_alone() -> None:
    vault = Vault.from_texts({"Papers/Note.md": "# A\nx\n\n## Empty\n"})
    added = add_ignores(vault, check(vault))
    assert added.exempt == {"Papers/Note.md": ["PAP004"]}
    assert "ignore-next-line[SEC003]" in added.texts["Papers/Note.md"]
    assert check(vault.with_notes(added.texts)) == []


PIECES = st.sampled_from(
    [
        BROKEN,
        "# Empty",
        "text",
        "",
        "- item [[scan.pdf]]",
        "> quote [[scan.pdf]]",
        "```",
        "%%",
        "    code",
        "---",
        "| a | [[scan.pdf]] |",
        "|---|---|",
        "para ^id",
        "===",
        "<div>",
        "[[a||b]]",
        "{{title}}",
        "$$",
        "1. [[scan.pdf]]",
    ]
)


@given(st.lists(PIECES, max_size=8).map("\n".join), st.sampled_from(["\n", "\r\n"]))
def test_add_ignore_never_changes_what_a_note_says(text: str, eol: str) -> None:
    text = text.replace("\n", eol)
    vault = Vault.from_texts({"Note.md": text})
    findings = check(vault)
    added = add_ignores(vault, findings)
    for path, new in added.texts.items():
        derived = vault.with_notes({path: new})
        assert [link.raw for link in derived.notes[path].links] == [
            link.raw for link in vault.notes[path].links
        ]
        assert {one.code for one in check(derived)}.isdisjoint(one.code for one in findings)


@given(st.text(alphabet="%<>-!ailnrstuvkegfo: []LNK01,\n", max_size=80))
def test_any_comment_is_read_without_failing(text: str) -> None:
    vault = Vault.from_texts({"Note.md": f"%% vaultkit: ignore{text} %%\n{BROKEN}\n"})
    fixed = fix(vault, select(["VKT"]))
    assert not [one for one in fixed.findings if one.code == "VKT000"]
    assert fixed.unstable == ()


def test_a_policy_has_the_last_word() -> None:
    vault = Vault.from_texts({"A.md": f"{BROKEN}\n", "B/C.md": f"{BROKEN} %% vaultkit: ignore[SEC003] %%\n"})
    assert [one.path for one in check(vault, policy=Policy(exclude=Globs(["B"])))] == ["A.md"]
    assert {one.severity for one in check(vault, policy=Policy(severity={"LNK001": "info"}))} == {
        "info",
        "warning",
    }
