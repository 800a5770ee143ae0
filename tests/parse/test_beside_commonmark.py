"""Where Obsidian's blocks and emphasis part from CommonMark's: what a note's headings, links and tags are there.

The yardstick was the parser whose tree Obsidian's metadata cache shows (remark 12 with its math plugin): it
agrees with nearly all tags and all sections that were read back from Obsidian.
"""

from __future__ import annotations

import pytest

from vaultkit.parse import parse_note


def found(text: str) -> tuple[list[str], list[str]]:
    """The headings, and the targets of links with the names of tags."""
    note = parse_note(text.encode(), "note.md")
    names = [link.target for link in note.links] + [tag.name for tag in note.tags]
    return [heading.text for heading in note.headings], names


@pytest.mark.parametrize(
    ("text", "headings", "names"),
    [
        ("One line\n---\n", ["One line"], []),
        ("One line\r\n===\r\n", ["One line"], []),
        ("First [[A]]\nsecond #b\n---\nc", [], ["A", "b"]),  # a paragraph and a rule
        ("Said [[A]]\n- \n- [[B]]", [], ["A", "B"]),  # an empty list item is no underline
        ("Said\n- \n\t- [[A]]\n\t\t- [b](B.md)\n- [[C]]", [], ["A", "B.md", "C"]),
        ("Said\n --- \n[[A]]", [], ["A"]),
        ("<div>\n  \n[[A]]\n# H\n</div>\n\n[[B]]", [], ["B"]),  # HTML ends at an empty line, not at blanks
        ("<!-- c -->\n  \n[[A]]", [], ["A"]),
        ("- [[A]]\n<div>\n[[B]]\n# H\n[[C]]", ["H"], ["A", "C"]),  # HTML ends with its list item
        ("- \n<div>\n[[A]]\n# H", ["H"], []),
        ("- a\n$$\n[[A]]\n- [[B]]", [], ["B"]),
        ("- a\n$$\n[[A]]\n$$\n- [[B]]", [], ["B"]),
        ("- a\n  ```js\n[[A]]\n  ```\n[[B]]\n# H", ["H"], ["B"]),  # code not indented as its list item
        ("- a\n\n\t```js\n[[A]]\n\t```\n\t[[B]]\n", [], ["B"]),
        ("> ```\n[[A]]\n> ```\n[[B]]\n", [], ["B"]),
        ("- ```\n[[A]]\n```\n[[B]]\n", [], []),  # this fence opens another block
        ("- a\n\n  ```\n[[A]]\n\n  [[B]]\n  ```\n[[C]]\n", [], ["C"]),
        ("- a\n\n  ```\n  [[A]]\n\n[[B]]\n  ```\n[[C]]\n", [], ["B"]),  # a blank line above: the list ended
        ("-\n\n\t[[A]]", [], ["A"]),  # the text of an empty item
        ("-\n\n\t\t[[A]]", [], []),
        ("a <!-->#b --> c", [], []),
        ("a <!-- b\n1. [[A]] -->", [], ["A"]),  # a comment ends with its paragraph
        ("a <!-- b\n\t\n[[A]] -->", [], []),  # which a line holding a tab does not end
        ("a <!-- [[A]] ---> b", [], ["A"]),
        ("- a\n  $$\n[[A]]\n  $$\n[[B]]\n", [], ["B"]),
        ("- a\n<p>\n- [[A]]\n</p>\n\n[[B]]", [], ["A", "B"]),
        ("- a\n\n<div>\n[[B]]", [], []),
        ("said\n\t\n\t[[A]]", [], ["A"]),  # an indented line of blanks does not end a paragraph
        ("said\n\n\t[[A]]", [], []),
        ("```\n```\t\n[[A]]\n~~~\n~~~\t\r\n# H", ["H"], ["A"]),  # a tab behind a closing fence
        ("```\n```\t\t\n[[A]]\n~~~\n~~~ \t \r\n# H", ["H"], ["A"]),  # or several blanks, one of them a tab
        ("> said\n\t[[A]]", [], []),  # a tab is an indent of four
        ("- > said\n    [[A]]", [], ["A"]),
        ("- a\n\t> [[A]]\n\t[[B]]\n\t\t[[C]]", [], ["A", "B"]),
        ("- a\n\n\t| x |\n\t|---|\n\t| [[A]] |\n", [], ["A"]),
        ("- a\n\n    | x |\n    |---|\n    | [[A]] |\n", [], ["A"]),
        ("| x |\n|---|\n\t| [[A]] |\n", [], []),
        ("%%\n# No\n\n[[A]]\n%%\n# H", ["H"], ["A"]),  # a comment of several lines is a block
        ("%%a%%\n# H\n%%b%%\n# G %%\n# F\n%%", ["H", "G %%", "F"], []),
        ("%% never closed\n# H", ["H"], []),
        ("$\n[[A]]\n$ [[B]]", [], ["B"]),
        ("5 $ or [[A]], 6$", [], ["A"]),  # a space behind it: no math begins here
        ("5 $\u00a0or [[A]], 6$", [], []),
        ("a $$ [[A]] b$$ c", [], ["A"]),
        ("> \t[[A]]\n>\t[[B]]\n> [[C]]", [], ["C"]),  # a tab behind the mark of a quote: code
        ("> Said\n>\t[[A]]\n>\n>\t[[B]]", [], ["A"]),  # where no text goes on
        ("> Said\n>\t- [[A]]\n>\t> [[B]]\n> # H\n>\t- [[C]]", [], ["A", "B"]),
        ("> 1. a\n>\n> \t[[B]]\n>\n> - c\n>\n> \t[[C]]", [], ["B", "C"]),  # and no list item
        ("> | a | b |\n> |---|---|\n>\t| [[A]] | c |", [], ["A"]),
        ("- \\#a", [], []),  # an escape at the beginning of a list item
        ("[a #b]: c", [], []),  # where links lead is no text
        ("Said\n| [[A]] |\n|---|\n|#b|#c|", [], ["A"]),  # a table needs an empty line above
        ("> Said\n> |#b|\n> |---|\n\n|#c|\n|---|", [], ["c"]),
        ("$$\nµ>\n\n[[A]]\n$$\n[[B]]", [], ["B"]),
        ("$$ x [[A]]", [], ["A"]),  # display math needs a second line
        ("$$ x [[A]]\n", [], []),
        ("$$ x $ [[A]]\n", [], ["A"]),  # a line with another dollar opens no block
        ("$$\\begin{a}\n[[A]]\n\\end{a}$$\n[[B]]", [], ["B"]),  # the closing mark ends its line
        ("$$\n[[A]]\nx$$ \n[[B]]", [], ["B"]),
        ("$$\n[[A]]\n$x$$\n[[B]]", [], []),  # not with another dollar before it
        ("$$$\n[[A]]\n$$\n[[B]]\n$$$$\n[[C]]", [], ["C"]),  # nor with fewer than opened
        ("$$\n[[A]]\n\t$$\n[[B]]", [], ["B"]),
        ("a $$\n[[A]]\n$$\n[[B]]\n", [], ["B"]),  # within a paragraph it closes what it opened
        ("`$$`\n[[A]]\n$$\n[[B]]\n$$\n[[C]]", [], ["A", "C"]),
        ("- $$\n\t[[A]]\n\t$$\n\t[[B]]", [], ["B"]),
        ("- a\n\n\t$$\n\t[[A]]\n\n\t$$\n\t[[B]]\n\n```\n$$\n```\n", [], ["B"]),
        ("- $$\n- [[A]]\n\n[[B]]\n$$\n[[C]]\n$$\n[[D]]", [], ["A", "B", "D"]),  # an item ends its math
        ("> $$\n> [[A]]\n\n[[B]]\n$$\n[[C]]\n$$\n[[D]]", [], ["B", "D"]),  # and so does a quote
    ],
)
def test_blocks(text: str, headings: list[str], names: list[str]) -> None:
    assert found(text) == (headings, names)


@pytest.mark.parametrize("quote", ["> ", ">"])
@pytest.mark.parametrize("marks", [("- ", "- ", "- "), ("1. ", "- [ ] ", "1. "), ("- [ ] ", "1) ", "text ")])
def test_lists_in_a_callout_nest_by_tabs(quote: str, marks: tuple[str, ...]) -> None:
    lines = ["[!todo] Title", *(f"{chr(9) * depth}{mark}[[{depth}]]" for depth, mark in enumerate(marks))]
    lines += ["- [[3]]", "\t- [[4]]", "", "\t- [[5]]"]
    text = "\n".join(quote + line for line in lines)
    assert found(text)[1] == ["0", "1", "2", "3", "4", "5"]


@pytest.mark.parametrize("marks", [">", "> >", ">>", ">   >"])
def test_a_callout_in_quotes_is_one_callout(marks: str) -> None:
    (callout,) = parse_note(f"{marks} [!note] Title\n{marks} text".encode(), "note.md").callouts
    assert (callout.type, callout.span.column) == ("note", len(marks))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Said\n- \n", (2, 1)),
        ("```a `b\n*\nc` d\n", (2, 1)),  # code to CommonMark, that began before it to Obsidian
        ("a <!-- b -- c\n*\nd -->\n", (2, 1)),  # a comment to CommonMark, text to Obsidian
        ("a $b `c$\n*\nd` e\n", (2, 1)),  # the code begins within math
    ],
)
def test_an_empty_item_below_text_is_one(text: str, place: tuple[int, int]) -> None:
    note = parse_note(text.encode(), "note.md")
    assert [(span.line, span.column) for span in note.empty_items] == [place]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("*a *#b c", ["b"]),  # a blank before the closing mark does not matter
        ("a*#b c* d", ["b"]),  # nor a letter before the opening one
        ("**#b c*", ["b"]),  # two do not close by one: the second opens
        ("x _#b__ y", []),  # two marks are text between single ones
        ("x __#b__ y", ["b"]),
        ("x _#b_c_ y", ["b_c"]),
        ("x #b_c_ _#d_", ["b_c_", "d"]),
        ("x ~~#b ~~ #c~~#d", ["b", "c", "d"]),
        ("x ==#b ==#c", []),  # no highlight ends behind a blank
        ("\\*#b *#c", ["b"]),
        ("*" * 5000 + "#b", ["b"]),
    ],
)
def test_emphasis(text: str, names: list[str]) -> None:
    assert found(text)[1] == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("![a #b]", []),  # an alternative text, of an image that is nowhere defined
        ("![a #b][c] #d", ["d"]),
        ("[a #b][c #d]#e", ["b", "e"]),  # the text of a reference counts, its label does not
        ("[a\n#b]#c", ["b", "c"]),
        ("[#a [b] c] [[#d]]", []),  # brackets in brackets, a wikilink
        ("[#a [b] c][d]", ["a"]),
        ("[a_b] _#c", []),  # marks in brackets close none outside
        ("[a _#b_] _#c_", ["b", "c"]),
        ("[^#a] x ^[#b [c]]", ["b"]),
    ],
)
def test_brackets(text: str, names: list[str]) -> None:
    assert [tag.name for tag in parse_note(text.encode(), "note.md").tags] == names
