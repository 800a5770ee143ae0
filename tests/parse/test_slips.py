"""Links without text, tasks without a bullet, formulas that are commands: found, and nothing else."""

from __future__ import annotations

import pytest

from vaultkit.parse import parse_note


def problems(text: str) -> list[tuple[str, int]]:
    note = parse_note(text.encode(), "a.md")
    return [(one.kind, one.span.line) for one in note.problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[](https://a.b)", ("empty-link-text", 1)),
        ("x\n\n[ \u00a0](b.md)", ("empty-link-text", 3)),
        ("a\n[x] done", ("bare-task", 2)),
        ("---\na: 1\n---\n[ ] open", ("bare-task", 4)),
        ("[x] [A paper](https://a.b)", ("bare-task", 1)),
        ("> [ ] read", ("bare-task", 1)),
        (">] end\n> [ ] read\n>\n> [", ("bare-task", 2)),
        ("> [!todo]\n> > [x] read", ("bare-task", 2)),
        ("> text\n>[ ] read", ("bare-task", 2)),
        ("[ ]\t[[A note]] and more", ("bare-task", 1)),
        ("$\\\\setCounter{0}$", ("math-residue", 1)),
        ("$$\n\\setcounter{page}{1}\n$$", ("math-residue", 1)),
        ("a $\\usepackage[x]{y}\\maketitle$ b", ("math-residue", 1)),
        ("see [[a](b.md) and more", ("malformed-wikilink", 1)),
        ("![[a](b.md) [c]", ("malformed-wikilink", 1)),
        ("x\n\n[[a|b]] | c\n-- | --", ("malformed-wikilink", 3)),
        ("> - | [[a#h|b]] | c |\n>   |:-:|--|", ("malformed-wikilink", 1)),
        ('[a](b c.md "title")', ("unescaped-space", 1)),
    ],
)
def test_slips_are_found(text: str, expected: tuple[str, int]) -> None:
    assert problems(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "![](https://a.b/c.png)",
        "[![](c.png)](https://a.b)",
        "%% [](https://a.b) %%",
        "`[](https://a.b)`",
        "<https://a.b> https://a.b",
        "[`x`](b.md)",
        "- [x] done\n1. [ ] open\n> - [ ] open",
        "```\n[x] code\n```",
        "    [x] code",
        "[x](b.md) [x] no box",
        "[x] (see below)",
        "> - [ ] read\n> 1. [x] done\n>\n>    [ ] below it",
        "> [!x] y\n> [x](b.md)\n>\n>     [ ] code\n>\n> ```\n> [ ] code\n> ```",
        "[x] [y]",
        "[x]: https://a.b\n\n[x] is a reference",
        "| a |\n|---|\n| [x] b |",
        "[ ]",
        "$\\newcommand{\\R}{\\mathbb{R}}$",
        "$x = \\setminus$ and $5",
        "[[A note#with [text](in it)|w]] and [[a|[b](c d)]]",
        "[[a](b.md), p. 3] and [[d](e.md) f] [g",
        "| [[a\\|b]] | c |\n|---|---|",
        "| [[a]] | c |\n|---|---|",
        "[[a|b]] and c\n\n--- | ---",
        "[[a|b]] | c\n--- and | ---",
        "```\n[[a|b]] | c\n--- | ---\n```",
        "`$\\setcounter{0}$`",
        "\\$\\setcounter{0}\\$",
    ],
)
def test_what_is_no_slip(text: str) -> None:
    assert problems(text) == []


def test_fields_of_an_item_below_another_are_nested() -> None:
    text = "---\na: 1\n---\n- Includes: [[a]]\n\t- Includes: [[b]]\n\nText.\n\n- item\n    - Up:: [[c]]\n  - Part of: [[d]]\n"
    fields = parse_note(text.encode(), "a.md").fields
    assert [(one.span.line, one.nested) for one in fields] == [(4, False), (5, True), (10, False), (11, True)]


def test_markdown_links_with_a_bracket_too_many_are_read_once() -> None:
    assert len(problems("[[a](b)" * 30_000)) == 30_000  # or it takes four seconds


def test_blanks_below_a_head_are_read_once() -> None:
    assert problems("| [[a|b]] |\n" + " " * 100_000 + "x") == []  # or it takes minutes


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("Part of: [[a]]", "Part of"),
        ("Part of:: [[a]]", "Part of"),
        ("**Part/of_x-2**:: [[a]]", "Part/of_x-2"),
        ("\N{PUSHPIN}\ufe0f No\u00ebl:: [[a]]", "\N{PUSHPIN}\ufe0f No\u00ebl"),
        ("**Part of**: [[a]] [[b#c|d]], [[e]]", "Part of"),
        ("**Part of:** [[a]] and [[b]]", "Part of"),
        ("__see also__: [[a]]; [[b]].  ", "see also"),
        ("Up : [a](a.md)", "Up"),
        ("Some text before.\nRelated: [[a]]\nand after.", "Related"),
    ],
)
def test_a_line_of_links_after_a_name_is_a_field(line: str, key: str) -> None:
    (field,) = parse_note(line.encode(), "a.md").fields
    assert (field.key, field.syntax, field.state) == (key, "line", "filled")


@pytest.mark.parametrize(
    "line",
    [
        "Related: the proof in [[a]]",
        "In C++, std::vector holds [[a]]",
        "He said, yes:: [[a]]",
        "What? This:: [[a]]",
        "Related: [[a]] has the proof",
        "Of all the rings that we have seen the smallest is this: [[a]]",
        "Related: ![[a]]",
        "Paper: [Title](https://example.org/a)",
        "Paper: [Title](<https://example.org/a>)",
        "Related:[[a]]",
        "Related:",
        "Related: #tag",
        "# Related: [[a]]",
        "> Related: [[a]]",
        "    Related: [[a]]",
        "Related: [[a]] | b\n--- | ---",
        "`Related: [[a]]`",
    ],
)
def test_prose_with_a_colon_is_no_field(line: str) -> None:
    assert parse_note(line.encode(), "a.md").fields == ()


@pytest.mark.parametrize(
    ("body", "state"),
    [
        ("", "empty"),
        ("---\n", "empty"),
        ("\n* * *\n\n___\n", "empty"),
        ("[ref]: https://example.org 'Title'\n", "empty"),
        ("%% later %%\n<!-- or\nnever -->\n", "empty"),
        ("%%%% <!-- a --> %% b %%\n%%\n", "filled"),  # the last one is never closed
        ("%% a <!-- %%\n<!-- b %% -->\n", "empty"),
        ("- \n- [ ] \n1. \n> - \n>\n", "empty"),
        ("\u00a0\n- \u00a0\n\u200b\n", "empty"),
        ("^an-id\n", "empty"),
        ("[^1]: a footnote\n", "filled"),
        ("- - x\n", "filled"),
        ("---\ntext\n", "filled"),
        ("[ref]: https://example.org\ntext\n", "filled"),
        ("-5 degrees\n", "filled"),
        ("| a |\n|---|\n| |\n", "filled"),
        ("\r\n---\r\n- \r\n", "empty"),
        ("- [TODO]\n", "stub"),
        ("(to be written)\n", "stub"),
        ("#placeholder/description \n", "stub"),
        ("- #todo\n", "stub"),
        ("#todo and more\n", "filled"),
        ("#todos\n", "filled"),
        ("[todo](todo.md)\n", "filled"),
        ("==TODO==\n", "stub"),
        ("Coming soon…\n", "stub"),
        ("TODO\n\n---\n", "stub"),  # the rule before the next section
        ("- [ ] tbd\n\n^an-id\n\n***\n", "stub"),
        ("#draft #idea\n\n---\n", "boilerplate"),
        ("TODO\n\n---\ntext\n", "filled"),
        ("TODO\n\n--- x\n", "filled"),
    ],
)
def test_rules_comments_definitions_and_bare_markers_fill_no_section(body: str, state: str) -> None:
    (section, _) = parse_note(f"## A\n{body}\n## B\n".encode(), "a.md").sections
    assert section.state == state
