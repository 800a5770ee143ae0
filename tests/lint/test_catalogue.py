"""What the examples in the rules' docstrings cannot show: places, prefilters, and what must stay silent."""

from __future__ import annotations

import pytest

from vaultkit.lint.fixer import fix
from vaultkit.lint.runner import check
from vaultkit.lint.selection import select
from vaultkit.vault import Vault


def found(code: str, texts: dict[str, str | bytes]) -> list[tuple[str, int]]:
    """Return path and line of the findings of one rule."""
    return [(one.path, one.span.line) for one in check(Vault.from_texts(texts), select([code]))]


def test_properties_behind_blank_lines_are_moved_to_the_top() -> None:
    vault = Vault.from_texts({"a.md": "\n\n---\ntitle: Late\nstatus: open\n---\nText.\n"})

    assert [one.span.line for one in check(vault, select(["FRM002"]))] == [3]
    mended = fix(vault, select(["FRM002"])).vault
    assert mended.text("a.md") == "---\ntitle: Late\nstatus: open\n---\nText.\n"
    assert mended.notes["a.md"].get("title") is not None


@pytest.mark.parametrize(
    "text", ["\nTitle\n---\n", "---\n\nText: under a rule\n", "\n---\nJust text.\n---\n"]
)
def test_rules_and_underlined_headings_are_no_properties(text: str) -> None:
    assert found("FRM002", {"a.md": text}) == []


@pytest.mark.parametrize(
    "text",
    ["status: # one of a, b", "a:\nb:\n", "color: '#fff'", "n: 1 #x", "a: |\n  #x\n", "l:\n  -\n  - b"],
)
def test_remarks_are_not_swallowed_values(text: str) -> None:
    assert found("FRM006", {"a.md": f"---\n{text}\n---\n"}) == []


@pytest.mark.parametrize("value", ["2301.10501", '"2301.10500"', "12", "true", "-", "1e3x"])
def test_scalars_that_survive_are_not_lossy(value: str) -> None:
    assert found("FRM005", {"a.md": f"---\nid: {value}\n---\n"}) == []


def test_an_embed_cycle_is_told_as_the_way_round() -> None:
    texts: dict[str, str | bytes] = {
        "a.md": "![[b]]\n",
        "b.md": "![[c]]\n",
        "c.md": "![[a]] ![[d]]\n",
        "d.md": "",
    }
    findings = check(Vault.from_texts(texts), select(["EMB003"]))

    assert [(one.path, one.message.rpartition(": ")[2]) for one in findings] == [
        ("a.md", "a → b → c → a"),
        ("b.md", "b → c → a → b"),
        ("c.md", "c → a → b → c"),
    ]
    assert found("EMB003", {"a.md": "![[a]]\n"}) == [("a.md", 1)]
    assert found("EMB003", {"a.md": "# H\n![[a#H]]\n"}) == []


def test_a_link_names_the_heading_above_and_is_not_ambiguous() -> None:
    note = "# A\n## R\n# B\n## R\n[[#R]] [[#B#R]] [x](#R)\n"
    assert found("ANC004", {"a.md": note}) == [("a.md", 5)]


def test_off_by_default_means_off_unless_named() -> None:
    off = {rule.code for rule in select(["ALL"])} - {rule.code for rule in select()}
    assert "LNK010" in off
    assert "LNK010" in {rule.code for rule in select(["LNK"])} & {
        rule.code for rule in select(extend=["self-link"])
    }


def test_a_pipe_in_a_cell_is_reported_once() -> None:
    table = "|a|b|\n|-|-|\n|![[A|x]]|c|\n|[[A|c|\n"
    codes = [
        (one.code, one.span.line) for one in check(Vault.from_texts({"A.md": "", "b.md": table}), select())
    ]
    assert codes == [("LNK009", 3), ("LNK008", 4)]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("TXT003", "שלום \u2067x\u2069"),
        ("TXT004", "👩\u200d💻 می\u200cخواهم"),
        ("TXT004", "a\tb\r\nc"),
        ("TXT005", "```\n<<<<<<< a\nx\n=======\ny\n>>>>>>> b\n```"),
        ("TXT002", "«IRMÃ», SÃO, château, 5 €, Ångström"),
        ("PAP001", "[x](https://arxiv.org/list/cs.LG/recent) [y](https://arxiv.org/abs/hep-th/9901001)"),
    ],
)
def test_text_that_is_as_it_should_be(code: str, text: str) -> None:
    assert found(code, {"a.md": text}) == []


def test_an_identifier_is_read_as_it_is_written() -> None:
    note = "---\narxiv: 2301.10500\n---\n"
    assert found("PAP001", {"a.md": note}) == []
    assert found("PAP003", {"a.md": note, "b.md": "---\ndoi: 10.48550/arXiv.2301.10500\n---\n"}) == [
        ("a.md", 2),
        ("b.md", 2),
    ]
