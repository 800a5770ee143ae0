"""What the examples in the rules' docstrings cannot show: places, prefilters, and what must stay silent."""

from __future__ import annotations

import pytest

from vaultkit.lint.fixer import fix
from vaultkit.lint.runner import check
from vaultkit.lint.selection import select
from vaultkit.model.settings import Conventions, RelationSettings
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
    assert found("FRM002", {"a.md": "\n---\ntags:\n- a\n- b\n---\nText.\n"}) != []


@pytest.mark.parametrize(
    "lines",
    [
        "# what this is about\ntitle: Late\n",
        "title: Late\n# where it stands\nstatus: open\n",
        "#\n## two\ntitle: Late\n",
        '"title": Late\n',
        "'a title' : Late\nstatus: open\n",
        "título.corto: Tarde\n",
        "日付: 2024\n",
    ],
)
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_properties_are_known_by_keys_and_remarks_in_any_script(lines: str, eol: str) -> None:
    late = f"\n---\n{lines}---\nText.\n".replace("\n", eol)
    vault = Vault.from_texts({"a.md": late})
    (finding,) = check(vault, select(["FRM002"]))
    assert finding.span.line == 2
    assert finding.fix is not None
    assert finding.fix.applicability == ("unsafe" if "#" in lines else "safe")  # it may be a heading
    mended = fix(vault, select(["FRM002"]), unsafe=True).vault
    assert mended.notes["a.md"].properties


@pytest.mark.parametrize("key", ['"title": ', "'title':\n  ", "título: ", "日付: "])
def test_a_block_without_end_is_known_by_any_key(key: str) -> None:
    assert found("FRM002", {"a.md": f"---\n{key}Late\n\nText.\n"}) == [("a.md", 1)]


def test_a_line_between_two_long_rules_is_made_a_property_only_when_asked_to() -> None:
    vault = Vault.from_texts({"a.md": "----\nNote: read this first\n----\nText.\n"})
    (finding,) = check(vault, select(["FRM002"]))
    assert finding.fix is not None
    assert finding.fix.applicability == "unsafe"


@pytest.mark.parametrize(
    "text",
    [
        "\nTitle\n---\n",
        "---\n\nText: under a rule\n",
        "\n---\nJust text.\n---\n",
        "\n---\n# A heading\n---\n",
        "\n---\n# A heading\nand text.\n---\n",
        "\n---\n#project\nStatus: open\n---\n",  # a tag
        "---\n# A heading\nText: under a rule\n",
        '---\n"Quoted", he said: it\n',
        "\n---\nhttp://example.org\n---\n",
    ],
)
def test_rules_and_underlined_headings_are_no_properties(text: str) -> None:
    assert found("FRM002", {"a.md": text}) == []


@pytest.mark.parametrize(
    "text",
    ["status: # one of a, b", "a:\nb:\n", "color: '#fff'", "n: 1 #x", "a: |\n  #x\n", "l:\n  -\n  - b"],
)
def test_remarks_are_not_swallowed_values(text: str) -> None:
    assert found("FRM006", {"a.md": f"---\n{text}\n---\n"}) == []


@pytest.mark.parametrize("eol", ["\n", "\r\n"])
@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("x", 1, 1),
        ("", 1, 1),
        ("---\na: 1\n---\nx", 4, 1),
        ("---\na: 1\n---\n\nx\n", 4, 1),
        ("---\na: 1\n---\n", 3, 4),
        ("---\na: 1\n---", 3, 4),
    ],
)
def test_what_is_true_of_a_note_stands_on_a_line_it_has(text: str, line: int, column: int, eol: str) -> None:
    vault = Vault.from_texts({"a.md": text.replace("\n", eol)})
    [one] = check(vault, select(["GRA001"]))
    assert (one.span.line, one.span.column) == (line, column)
    assert vault.text("a.md")[: one.span.start].count("\n") == line - 1


@pytest.mark.parametrize("text", ["tags: #a", "tags: #ai\nx: 1", "n:\n  - #b\n  - c", "o:\n  p: #c\n  q: 1"])
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_a_short_value_is_swallowed_as_well(text: str, eol: str) -> None:
    lines = f"---\n{text}\n---\n"
    at = next(number for number, line in enumerate(lines.split("\n"), 1) if "#" in line)
    assert found("FRM006", {"a.md": lines.replace("\n", eol)}) == [("a.md", at)]


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


@pytest.mark.parametrize("code", ["PAP003", "GRA004"])
def test_a_finding_about_very_many_notes_names_ten_others(code: str) -> None:
    texts = {f"{number:02}/note.md": "---\narxiv: 2301.10500\n---\n" for number in range(13)}
    said = [one.message for one in check(Vault.from_texts(texts), select([code]))]
    assert len(said) == 13
    assert all(message.count('"') == 20 and " and 2 more" in message for message in said)
    assert all(f'"{number:02}/note.md"' not in said[number] for number in range(13))


def test_a_missing_inverse_is_written_as_the_field_is() -> None:
    ways = {
        "- Includes: [[x]]\n": "- Includes: [[x]] [[a]] [[b]]\n",
        "down:: [[x]], [[y]]\n": "down:: [[x]], [[y]], [[a]], [[b]]\n",
        "[down:: [[x]]] ...\n": "[down:: [[x]] [[a]] [[b]]] ...\n",
        "- Includes:\n    - [[x]]\n\nText.\n": "- Includes:\n    - [[x]]\n    - [[a]]\n    - [[b]]\n\nText.\n",
        "- Includes: \n": "- Includes: [[a]] [[b]]\n",
        '---\ndown:\n  - "[[x]]"\n---\n': '---\ndown:\n  - "[[x]]"\n  - "[[a]]"\n  - "[[b]]"\n---\n',
        '---\ndown: ["[[x]]"]\n---\n': '---\ndown: ["[[x]]", "[[a]]", "[[b]]"]\n---\n',
        '---\ndown: "[[x]]"\n---\n': None,
        "Nothing.\n": None,
    }
    for before, after in ways.items():
        texts: dict[str, str | bytes] = {"a.md": "up:: [[top]]\n", "b.md": "up:: [[top]]\n", "top.md": before}
        result = fix(Vault.from_texts(texts), select(["GRA003"]), unsafe=True)
        assert result.texts == ({"top.md": after} if after else {}), before
        assert len(result.findings) == (0 if after else 2)


def test_relations_to_notes_of_a_type_and_to_one_note_only() -> None:
    texts = {"a.md": "up:: [[b]] [[c]]\n", "b.md": "", "c.md": "down:: [[d]]\n", "d.md": "up:: [[c]]\n"}
    assert found("GRA006", {**texts}) == []
    one = Conventions(relations={"part-of": RelationSettings(single=True)})
    topics = Conventions(relations={"part-of": RelationSettings(target_type="topic")})

    def messages(conventions: Conventions) -> list[tuple[str, int, str]]:
        vault = Vault.from_texts(texts, conventions=conventions)
        return [(row.path, row.span.column, row.message) for row in check(vault, select(["GRA006"]))]

    assert messages(one) == [("a.md", 14, '"up" gives "a" a second one beside "b"')]
    assert messages(topics) == [("a.md", 8, '"b" is a note, and "up" leads to topic only')]


def test_relations_of_the_vault_s_own() -> None:
    texts = {"a.md": "depends on:: [[b]]\nup:: [[b]]\n", "b.md": "depends on:: [[a]]\nup:: [[a]]\n"}
    own = {
        "needs": RelationSettings(kind="next", fields="Depends on", acyclic=True),
        "part-of": RelationSettings(fields=("whole",)),
    }
    vault = Vault.from_texts(texts, conventions=Conventions(relations=own))
    assert [(one.path, one.span.line) for one in check(vault, select(["GRA002"]))] == [("a.md", 1)]


def test_a_line_that_states_a_cycle_twice_is_told_once() -> None:
    vault = Vault.from_texts(
        {"a.md": "- Part of: [[b]] [[c]] [[b]]\n", "b.md": "- Part of: [[a]]\n", "c.md": ""}
    )

    assert [one.help for one in check(vault, select(["GRA002"]))] == [
        "stated in a.md:1 (Part of), b.md:1 (Part of)"
    ]


@pytest.mark.parametrize("key", ["Includes", "Included by", "Next step", "Source", "Relatives"])
def test_names_of_fields_that_are_no_slips(key: str) -> None:
    assert found("GRA011", {"a.md": f"- {key}: [[b]]\n", "b.md": ""}) == []


def test_a_name_that_three_notes_have_is_a_word_of_the_vault() -> None:
    texts: dict[str, str | bytes] = {f"{name}.md": "Inclueds:: [[x]]\n" for name in "abc"}
    assert found("GRA011", texts) == []
    assert found("GRA011", {"a.md": texts["a.md"]}) == [("a.md", 1)]


@pytest.mark.parametrize(
    ("code", "text", "help"),
    [
        ("LNK001", "[[Topics/Sums]]", 'the folder is there, but nothing in it is called "Sums"'),
        ("LNK001", "[[../Sums]]", "a link with a folder must give the path from the vault's root"),
        ("TAG001", "---\ntags: red, green\n---\n", "write a list: [red, green]"),
        ("TAG001", "---\ntags: [2024]\n---\n", "such as y2024"),
        ("GRA005", "---\naliases: [AL]\n---\n", "keep it in one of the notes"),
        ("PAP005", "Text.\n\n[^1]: A source.\n", "write [^1] where it belongs"),
    ],
)
def test_a_finding_says_what_to_do(code: str, text: str, help: str) -> None:
    others = {"Topics/Algebra.md": "", "AI lab.md": "---\naliases: [AL]\n---\n"}
    vault = Vault.from_texts({"a.md": text, **others})

    said = [one.help for one in check(vault, select([code])) if one.path == "a.md"]

    assert len(said) == 1
    assert help in (said[0] or "")


@pytest.mark.parametrize(
    ("path", "help"),
    [("Why?.md", "rename it in Obsidian"), ("a.sync-conflict-20240501-101010-ABC.md", "merge")],
)
def test_a_file_name_that_other_systems_refuse_is_renamed_and_a_copy_is_merged(path: str, help: str) -> None:
    (found,) = check(Vault.from_texts({path: "Text.\n"}), select(["POR002"]))

    assert help in (found.help or "")
