"""What the docstring examples are too narrow for: precision, places, and fixes in odd spots."""

from __future__ import annotations

import subprocess

import pytest

from vaultkit.lint.fixer import fix
from vaultkit.lint.runner import check
from vaultkit.lint.selection import select
from vaultkit.model.link import Link, Resolution
from vaultkit.vault import Vault


def found(files: dict[str, str], *rules: str) -> list[tuple[str, str]]:
    """Return (code, underlined text) of the findings in `files`."""
    vault = Vault.from_texts(files)
    return [
        (one.code, vault.text(one.path)[one.span.start : one.span.end]) for one in check(vault, select(rules))
    ]


def fixed(files: dict[str, str], *rules: str) -> dict[str, str]:
    return fix(Vault.from_texts(files), select(rules), unsafe=True).texts


@pytest.mark.parametrize(
    ("text", "underlined"),
    [
        ("see [[./gone#Part|that]]", "./gone"),
        ("[[here#Part|that]]", "#Part"),
        ("[[#Part]]", "#Part"),
        ("| a | b |\n|---|---|\n| [[./gone\\|x]] | y |", "./gone"),
        ("[x](here.md#part)", "#part"),
        ("[x](<gone file.md>)", "gone file.md"),
        ('[x](gone%20file.md "title")', "gone%20file.md"),
        ("![alt|100](gone.png)", "gone.png"),
        ("![[gone.png|100]]", "gone.png"),
    ],
)
def test_only_the_target_is_underlined(text: str, underlined: str) -> None:
    places = [place for _, place in found({"here.md": text}, "LNK001", "LNK003", "ANC", "EMB")]
    assert places == [underlined]


@pytest.mark.parametrize(
    "text",
    [
        "[[AdS/CFT correspondence]]",
        "[[v2.4 notes]]",
        "[[2024-01-03]]",
        "[[Note 2]]",
        "[[{{title}}]]",
        "[x](folder)",
        "[x](folder/)",
        "[x](./folder/)",
        "[x](deep)",
        "[x](/folder)",
        "[x](../../outside.md)",
        "![x](<C:\\Pictures\\a plan.png>) ![x](<d:/Pictures/a plan.png>)",
        "[x](.hidden/file.md)",
        "[x](folder/deep/data.csv)",
        "[x](#)",
        "[x](#a-heading--here)",
        "[x](Note%201.md#a-heading--here)",
        "[[pic.png#whatever]]",
        "![[paper.pdf#page=3]]",
        "[x](mailto:a@b.c) [y](obsidian://open?vault=x) <https://a.b>",
        "see [1] (not a link), [a](b c), $[[x]]$",
    ],
)
def test_no_errors_where_obsidian_shows_nothing_broken(text: str) -> None:
    files = {
        "here.md": f"# A heading & here\n\n{text}\n",
        "Note 1.md": "# A heading & here\n\nx\n",
        "2024-01-02.md": "x\n",
        "folder/deep/data.csv": "",
        "pic.png": "",
        "paper.pdf": "",
    }
    vault = Vault.from_texts(files)
    wrong = [one for one in check(vault) if one.severity == "error" and one.code != "SEC001"]
    assert wrong == []


def test_attachments_and_canvases_are_targets() -> None:
    files = {"a.md": "[[b.canvas]] ![[c.png]] [[d.pdf]]", "b.canvas": "{}", "c.png": "", "d.pdf": ""}
    assert found(files) == []


def test_unwritten_notes_are_counted_over_all_spellings() -> None:
    vault = Vault.from_texts({"a.md": "[[Idea]] [[idea|x]]", "b.md": '---\nup: "[[IDEA]]"\n---\n'})
    assert [one.message for one in check(vault)] == [
        '"Idea" is not written yet (linked 3 times)',
        '"idea" is not written yet (linked 3 times)',
        '"IDEA" is not written yet (linked 3 times)',
    ]
    assert {one.severity for one in check(vault)} == {"info"}


def test_an_alias_of_two_notes_has_no_fix() -> None:
    alias = "---\naliases: [both]\n---\n"
    files = {"a.md": alias, "b.md": alias, "c.md": "[[both]]"}
    assert [code for code, _ in found(files)] == ["GRA005", "GRA005", "LNK004"]
    assert fixed(files) == {}


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("[[short]]", "[[The long name|short]]"),
        ("[[Short|text]]", "[[The long name|text]]"),
        ("[[short#Part]]", "[[The long name#Part]]"),
        (
            "| a | b |\n|---|---|\n| [[short]] | y |",
            "| a | b |\n|---|---|\n| [[The long name\\|short]] | y |",
        ),
        ('---\nup: "[[short]]"\n---\n', '---\nup: "[[The long name|short]]"\n---\n'),
        ("[[ short ]]", "[[The long name|short]]"),
    ],
)
def test_aliases_are_fixed_where_they_stand(text: str, after: str) -> None:
    target = "---\naliases: [short]\n---\n# Part\n\nx\n"
    assert fixed({"a.md": text, "The long name.md": target}, "LNK") == {"a.md": after}


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("[[Long#Results#Curvs of loss]]", "[[Long#Results#Curves of loss]]"),
        ("![[Long#Results#Curvs of loss|x]]", "![[Long#Results#Curves of loss|x]]"),
        ("[[Long#Result#Curves of loss]]", "[[Long#Curves of loss]]"),
        ("[[Long#Curves of loss#Results|x]]", "[[Long#Results|x]]"),
        ("[[Long#Methods#Nothing like it]]", "[[Long#Methods#Nothing like it]]"),
    ],
)
def test_the_fix_of_a_chain_of_headings_leads_there(text: str, after: str) -> None:
    vault = Vault.from_texts({"Long.md": "# Methods\n# Results\n## Curves of loss\n", "Log.md": text})
    done = fix(vault, select(["ANC", "EMB"]), unsafe=True)
    assert done.vault.text("Log.md") == after
    assert done.unstable == ()


def test_the_brackets_of_a_paper_id_are_no_wikilink() -> None:
    files = {"a.md": "[[2301.05217] Progress measures](https://arxiv.org/abs/2301.05217)"}
    assert found(files, "LNK001", "LNK002", "LNK004", "LNK005") == []


def test_a_canvas_is_judged_but_never_edited() -> None:
    card = '{"nodes":[{"id":"1","type":"text","text":"[[Grokkng]], [[./gone]], [x](example.org/a.html)"}]}'
    files = {"Map.canvas": card, "Grokking.md": ""}
    assert [code for code, _ in found(files)] == ["LNK001", "LNK001", "LNK003"]
    assert fixed(files) == {}


def test_properties_that_are_no_mapping_and_duplicates() -> None:
    assert [code for code, _ in found({"a.md": "---\n- x\n---\n"})] == ["FRM001"]
    assert [code for code, _ in found({"a.md": "---\na: 1\na: 2\n---\n"})] == ["FRM003"]


@pytest.mark.parametrize("address", ["example.org/paper.pdf", "www.example.org"])
def test_an_address_without_its_scheme(address: str) -> None:
    files = {"a.md": f"[x]({address})"}
    assert found(files) == [("LNK003", address)]
    assert fixed(files) == {"a.md": f"[x](https://{address})"}


def test_the_value_of_another_property_is_not_edited() -> None:
    files = {"a.md": "---\nshort: &a x\nalias: *a\n---\n"}
    assert [code for code, _ in found(files)] == ["FRM010"]
    assert fixed(files) == {}


def test_drawings_have_no_empty_sections() -> None:
    assert found({"a.md": "---\nexcalidraw-plugin: parsed\n---\n# Drawing\n"}, "SEC003") == []


def test_a_note_that_git_knows_is_broken_and_not_unwritten(tmp_path) -> None:
    def git(*arguments: str) -> None:
        subprocess.run(
            ["git", "-c", "user.name=n", "-c", "user.email=e@example.org", *arguments],
            cwd=tmp_path,
            check=True,
            capture_output=True,
        )

    git("init", "-q")
    (tmp_path / "Old name.md").write_text("a text that is long enough to be recognised\n" * 5)
    (tmp_path / "Gone.md").write_text("something else\n")
    (tmp_path / "a.md").write_text("[[Old name]] [[Gone]] [[Never]]\n")
    git("add", ".")
    git("commit", "-qm", "first")
    git("mv", "Old name.md", "Quite another.md")
    git("rm", "-q", "Gone.md")
    git("commit", "-qm", "second")

    result = check(Vault.open(tmp_path))
    assert [(one.code, one.target, one.help) for one in result] == [
        ("LNK001", "Old name", 'it was renamed to "Quite another.md"'),
        ("LNK001", "Gone", "it was deleted"),
        ("LNK002", "Never", "write the note, or leave the link as it is"),
    ]
    assert result[0].suggestions == ("Quite another",)


@pytest.mark.parametrize(
    ("text", "settings", "codes"),
    [
        ("[l](LICENSE)", "{}", []),
        ("[l](sub/Makefile)", "{}", []),
        ("[[LICENSE]]", "{}", ["LNK002"]),
        ("[i](Idea)", "{}", ["LNK002"]),
        ("[i](Idea.md)", "{}", ["LNK003"]),
        ("[i](Idea.md)", '{"useMarkdownLinks": true}', ["LNK002"]),
        ("[i](sub/Idea.md)", '{"useMarkdownLinks": true}', ["LNK003"]),
        ("[i](~/notes/Idea.md)", "{}", []),
        ("Use if [[ -f x ]] here.", "{}", ["LNK002"]),
        ("Talk of <% %> in templates.", "{}", []),
    ],
)
def test_what_is_grey_and_what_is_broken(text: str, settings: str, codes: list[str]) -> None:
    vault = Vault.from_texts(
        {"A.md": f"{text}\n", "LICENSE": "x", "sub/Makefile": "x", ".obsidian/app.json": settings}
    )
    assert [one.code for one in check(vault) if one.code.startswith(("LNK", "SEC001"))] == codes


def test_escaping_spaces_is_safe_only_where_it_makes_a_link() -> None:
    vault = Vault.from_texts({"A.md": "![i](pic one.png) ![j](pic two.png)\n", "pic one.png": "x"})
    fixes = [one.fix.applicability for one in check(vault) if one.code == "LNK007" and one.fix is not None]
    assert fixes == ["safe", "unsafe"]


def test_an_empty_lane_of_a_board_is_no_empty_section() -> None:
    vault = Vault.from_texts(
        {"Board.md": "---\nkanban-plugin: basic\n---\n\n## Doing\n\n## Done\n\n- [x] a\n"}
    )
    assert not [one for one in check(vault) if one.code == "SEC003"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[link](Word Embeddings)", True),
        ("[link](Word Embeddings.md)", True),
        ("[map](Log book)", True),
        ("[1](see below)", False),
        ("[x](Yes, really)", False),
        ("[x](One two three four five six seven eight nine)", False),
    ],
)
def test_a_destination_that_reads_like_a_title_was_meant_as_a_link(text: str, found: bool) -> None:
    vault = Vault.from_texts({"A.md": f"{text}\n", "log book.md": ""})
    assert bool([one for one in check(vault) if one.code == "LNK007"]) == found


def test_a_failing_look_at_links_is_told_by_every_rule_about_them(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(self: Vault, link: Link, source: str) -> Resolution:
        raise RuntimeError("no answer")

    vault = Vault.from_texts({"a.md": "[[gone]] ![[gone.png]]", "b.md": "[[missing]]"})
    monkeypatch.setattr(Vault, "resolve", broken)
    failures = check(vault, select(["LNK001", "LNK002", "EMB001"]))
    assert [one.message[:15] for one in failures if one.code == "VKT000"] == [
        "the rule EMB001",
        "the rule LNK001",
        "the rule LNK002",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "caf\u00e9",
        "don\u2019t",
        "20 \u00b0C",
        "\N{GRINNING FACE}",
        "\u043f\u0440\u0438\u0432\u0435\u0442",
        "\u65e5\u672c\u8a9e",
    ],
)
def test_text_of_any_script_read_in_the_wrong_encoding_is_found_and_mended(text: str) -> None:
    wrong = "".join(
        bytes([byte]).decode("cp1252" if byte not in b"\x81\x8d\x8f\x90\x9d" else "latin-1")
        for byte in text.encode()
    )
    assert [code for code, _ in found({"a.md": f"{wrong} x\n"}, "TXT002")] == ["TXT002"]
    assert fixed({"a.md": f"{wrong} x\n"}, "TXT002") == {"a.md": f"{text} x\n"}


@pytest.mark.parametrize(
    "text",
    [
        "\u00ab caf\u00e9\u2026\u201d",
        "ESPA\u00d1\u00b0A",
        "\u00f0\u0153 ma\u00f0ur",
        "\u00e9\u2014\u201cno\u201d",
        "d\u00e9\u00e9\u00e9",
    ],
)
def test_letters_with_marks_before_signs_are_no_wrong_encoding(text: str) -> None:
    assert found({"a.md": text}, "TXT002") == []


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("[[https://example.org/a]](x)", "<https://example.org/a>(x)"),
        ("[[ https://example.org/a#b|the text ]]", "[the text](https://example.org/a#b)"),
        ("[[https://example.org/a|]]", "<https://example.org/a>"),
        ("[[https://example.org/a||text]]", "[text](https://example.org/a)"),
        ("[[https://example.org/a_(b)|text]]", "[text](<https://example.org/a_(b)>)"),
        ("![[https://example.org/a.png]]", "![](https://example.org/a.png)"),
        ("![[https://example.org/a.png|100]]", "![100](https://example.org/a.png)"),
        (
            "| a |\n|---|\n| [[https://example.org/a\\|text]] |",
            "| a |\n|---|\n| [text](https://example.org/a) |",
        ),
        (
            "[[zotero://select/items/1]] [[mailto:a@example.org]]",
            "<zotero://select/items/1> <mailto:a@example.org>",
        ),
        ("[[https://example.org/a b]]", None),
        ("[[see [[https://example.org/a]] there]]", None),
        ("[see [[https://example.org/a]] there](https://example.org/b)", None),
        ("[[https://example.org/a|a *b* [c]]]", None),
        ('---\nurl: "[[https://example.org/a#b]]"\n---\n', '---\nurl: "https://example.org/a#b"\n---\n'),
        ('---\nurl: "[[https://example.org/\\u0061]]"\n---\n', None),
        ('---\nurl: "[[https://example.org/a|text]]"\n---\n', None),
    ],
)
def test_an_address_in_wikilink_brackets_becomes_a_link_to_it(text: str, after: str | None) -> None:
    files = {"a.md": text}
    assert found(files, "LNK", "FRM", "EMB")
    assert fixed(files, "LNK", "FRM", "EMB") == ({} if after is None else {"a.md": after})


@pytest.mark.parametrize("name", ["Grokking: a survey", "re: x", "doi:10.1000", "C: and D"])
def test_a_name_with_a_colon_is_no_address(name: str) -> None:
    assert found({"a.md": f"[[{name}]] ![[{name}]]", f"{name}.md": ""}, "LNK", "EMB") == []
    assert found({"a.md": f"[[{name}]]"}, "LNK") == [("LNK002", name)]


def test_an_address_on_a_card_is_told_as_one() -> None:
    card = '{"nodes":[{"id":"1","type":"text","text":"[[https://example.org/a]]"}]}'
    (finding,) = check(Vault.from_texts({"Map.canvas": card, "A.md": ""}), select(["LNK"]))
    assert (finding.severity, finding.suggestions) == ("warning", ())
    assert "is an address" in finding.message


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("\n\n---\na: 1\n---\n", "remove the blank lines above"),
        ("\n--- \na: 1\n---\n", "open and close the block with ---"),
        ("\n---\na: 1\n----\n", "open and close the block with ---"),
    ],
)
def test_the_fix_of_a_misplaced_block_says_what_it_does(text: str, title: str) -> None:
    (finding,) = check(Vault.from_texts({"a.md": text}), select(["FRM002"]))
    assert finding.fix is not None
    assert finding.fix.title == title
    assert fixed({"a.md": text}, "FRM002") == {"a.md": "---\na: 1\n---\n"}


def test_a_path_on_the_computer_is_no_path_of_a_web_site() -> None:
    paths = [
        "/home/a/x.pdf",
        "/Users/a/Zotero/storage/x.pdf",
        "/Volumes/Disk/x.png",
        "/img/x.png",
        "/users/x.png",
    ]
    files = {f"{at}.md": f"---\nfile: {path}\n---\n" for at, path in enumerate(paths)}
    assert found(files, "POR005") == [("POR005", "/img/x.png"), ("POR005", "/users/x.png")]


def test_tags_that_are_written_in_as_many_ways_as_notes_have_no_usual_one() -> None:
    vault = Vault.from_texts({"a.md": "#deep-work", "b.md": "#deep_work"})
    (finding,) = check(vault, select(["TAG002"]))
    assert finding.message == "#deep-work is also written #deep_work (1 of 2 times)"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ('[[Sub/Bob\'s note|*Bob* said "x_y"]]', '[[Bob\'s note|*Bob* said "x_y"]]'),
        ("![[Sub/p.png|a_b|300]]", "![[p.png|a_b|300]]"),
        ("| a |\n| - |\n| ![[Sub/p.png\\|a\\|300]] |", None),
        ("[x_y](Sub/Bob's%20note.md)", None),  # underscores may be emphasis in the one and not in the other
    ],
)
def test_a_link_that_gets_another_path_keeps_its_text(text: str, after: str | None) -> None:
    others = {"Sub/Bob's note.md": "x", "Sub/p.png": ""}
    assert fixed({"a.md": text, **others}, "LNK011").get("a.md") == after


def test_a_wikilink_that_shows_nothing_becomes_no_link_that_shows_nothing() -> None:
    config = {"b.md": "x", ".obsidian/app.json": '{"useMarkdownLinks": true}'}
    assert fixed({"a.md": "[[b|]]", **config}, "LNK011") == {}
    assert fixed({"a.md": "[[b]]", **config}, "LNK011") == {"a.md": "[b](b.md)"}


def test_a_folder_written_as_on_windows_is_a_path_that_leads_nowhere() -> None:
    files = {"Topics/Grokking.md": "x\n", "here.md": "[[Topics\\Grokking|that]] [[Topics\\New idea]]\n"}
    assert found(files, "LNK001", "LNK002") == [
        ("LNK001", "Topics\\Grokking"),
        ("LNK002", "Topics\\New idea"),
    ]
    assert fixed(files, "LNK001")["here.md"] == "[[Grokking|that]] [[Topics\\New idea]]\n"


@pytest.mark.parametrize(
    ("wanted", "suggested"),
    [
        ("Result", ["Results and doubts"]),
        ("Results", ["Results and doubts"]),
        ("Methods", ["2. Methods"]),
        ("1. Methods", ["2. Methods"]),
        ("The methods used", ["2. Methods"]),
        ("Open quesions", ["Open questions 🔭"]),
        ("🧪 Open questions", ["Open questions 🔭"]),
        ("Of it", []),
        ("Conclusion", []),
    ],
)
def test_headings_that_a_link_to_a_missing_one_may_have_meant(wanted: str, suggested: list[str]) -> None:
    note = "".join(
        f"## {text}\nText.\n" for text in ("2. Methods", "Results and doubts", "Open questions 🔭")
    )
    vault = Vault.from_texts({"a.md": note, "b.md": f"[[a#{wanted}]]\n"})
    [finding] = check(vault, select(["ANC001"]))
    assert list(finding.suggestions) == [f"a#{text}" for text in suggested]


def test_a_fix_that_writes_into_a_heading_is_not_safe() -> None:
    files = {"a.md": "## [[grok]] and [[LLM]]\n[[grok]] [[a#grok and LLM]]\n", "Grok.md": "x", "b.md": ALIAS}
    once = fix(Vault.from_texts(files), select(["LNK004", "LNK006"]))
    assert once.texts == {"a.md": "## [[grok]] and [[LLM]]\n[[Grok|grok]] [[a#grok and LLM]]\n"}
    assert [one.fix.applicability for one in once.findings if one.fix is not None] == ["unsafe", "unsafe"]


ALIAS = "---\naliases: [LLM]\n---\nText\n"


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("[a](https://x.org/my page)", "[a](https://x.org/my%20page)"),
        ("[a](file:///C:/My Files/x.pdf)", "[a](file:///C:/My%20Files/x.pdf)"),
        ("[a](obsidian://open?vault=My vault)", "[a](obsidian://open?vault=My%20vault)"),
        ("![a](https://x.org/a.png =300x200)", None),
    ],
)
def test_an_address_with_a_blank_is_no_link(text: str, after: str | None) -> None:
    assert [code for code, _ in found({"a.md": text}, "LNK007")] == ["LNK007"]
    assert fixed({"a.md": text}, "LNK007").get("a.md") == after


@pytest.mark.parametrize(
    "text", ["[a](https://x.org 'a title')", '![a](https://x.org "A "title"")', "[a](see: b c)"]
)
def test_what_is_no_address_with_a_blank(text: str) -> None:
    assert found({"a.md": text}, "LNK007") == []


def test_names_that_differ_by_case_in_one_folder_are_one_finding_each() -> None:
    texts = {"A.md": "x", "a.md": "x"}
    assert [code for code, _ in found(texts, "GRA004", "POR001")] == ["POR001", "POR001"]
    assert [code for code, _ in found({**texts, "b/a.md": "x"}, "GRA004")] == ["GRA004"] * 3
