"""What the notes of a type have in common, and what of it they leave unfilled."""

from __future__ import annotations

import pytest

from vaultkit.model.note import SectionState
from vaultkit.model.settings import Conventions, TypeSettings
from vaultkit.vault import Vault
from vaultkit.vault.template_source import heading_key, read_template
from vaultkit.vault.template_use import Template
from vaultkit.vault.templates import TemplateFacts, template_facts


def facts(texts: dict[str, str], **types: TypeSettings) -> TemplateFacts:
    return template_facts(Vault.from_texts(texts, conventions=Conventions(types=types)))


def topics(*notes: str, **others: str) -> dict[str, str]:
    """Notes of type topic, by their place in the folder."""
    return {f"Topics/{at:02}.md": text for at, text in enumerate(notes)} | {
        path.replace("__", "/") + ".md": text for path, text in others.items()
    }


def note(**sections: str) -> str:
    return "".join(f"## {heading.replace('_', ' ')}\n{body}\n\n" for heading, body in sections.items())


def template(texts: dict[str, str], kind: str = "topic", **types: TypeSettings) -> Template:
    return facts(texts, **types).templates[kind]


def headings(found: Template, *, in_template: bool = True) -> list[str]:
    return [use.heading for use in found.sections if use.in_template == in_template]


def test_what_most_notes_have_is_the_template_in_the_order_most_have_it() -> None:
    usual = [note(Idea=f"i{at}", Why=f"w{at}", Sources="") for at in range(8)]
    odd = [note(Sources="s", Idea="i", Why="w"), note(Idea="i", Extra="e")]
    found = template(topics(*usual, *odd))
    assert (found.origin, found.path, len(found.notes)) == ("inferred", None, 10)
    assert headings(found) == ["Idea", "Why", "Sources"]
    assert headings(found, in_template=False) == []
    assert [(use.notes, use.filled, use.empty) for use in found.sections] == [
        (10, 10, 0),
        (9, 9, 0),
        (9, 1, 8),
    ]


def test_of_four_notes_nothing_is_inferred() -> None:
    assert facts(topics(*[note(Idea="i")] * 4)).templates == {}
    assert headings(template(topics(*[note(Idea=f"i{at}") for at in range(5)]))) == ["Idea"]


def test_notes_without_a_heading_do_not_count() -> None:
    found = template(topics(*[note(Idea=f"i{at}") for at in range(5)], *["no heading\n"] * 20))
    assert (headings(found), len(found.notes)) == (["Idea"], 5)


def test_a_heading_that_recurs_is_listed_apart() -> None:
    some = [note(Idea=f"i{at}", Aside="") for at in range(5)]
    found = template(topics(*some, *[note(Idea=f"j{at}") for at in range(15)]))
    assert headings(found, in_template=False) == ["Aside"]
    assert found.sections[-1].dead


def test_headings_are_compared_without_case_blanks_punctuation_and_emoji() -> None:
    written = [
        "## See also\nx1",
        "## See  Also \nx2",
        "## see also:\nx3",
        "## See also\nx4",
        "## **See also**\nx5",
    ]
    found = template(topics(*written))
    assert (headings(found)[0].lower(), found.sections[0].notes) == ("see also", 5)
    assert heading_key("📜 Papers!") == heading_key("Papers ✏️") == heading_key("👩‍🔬 papers") == "papers"
    assert (heading_key("📜"), heading_key("📜 🧪")) == ("📜", "📜 🧪")
    assert heading_key("???") == "???"


def test_a_container_is_filled_when_a_section_below_it_is() -> None:
    full = "## Sources\n### Papers\np{}\n### Books\n"
    found = template(topics(*[full.format(at) for at in range(4)], "## Sources\n### Papers\n### Books\n"))
    by_heading = {use.heading: use for use in found.sections}
    assert not by_heading["Sources"].leaf
    assert (by_heading["Sources"].filled, by_heading["Papers"].filled, by_heading["Books"].filled) == (
        4,
        4,
        0,
    )
    assert (by_heading["Sources"].dead, by_heading["Books"].dead) == (False, True)


def test_the_text_that_many_notes_share_is_boilerplate() -> None:
    menu = "#todo #done #later"
    texts = topics(*[note(Idea=f"i{at}", Tags="Choose one:\n" + menu) for at in range(4)], *[
        note(Idea=f"j{at}", Tags=f"#done {at}") for at in range(6)
    ])  # fmt: skip
    known = facts(texts)
    use = next(use for use in known.templates["topic"].sections if use.heading == "Tags")
    assert (use.filled, use.boilerplate, use.shared) == (6, 4, 4)
    first, last = known.by_type["topic"][0], known.by_type["topic"][-1]
    assert [known.state(one, one.sections[1]) for one in (first, last)] == ["boilerplate", "filled"]
    assert (known.fill(first), known.fill(last)) == (0.5, 1.0)


def test_texts_to_choose_from_are_no_boilerplate() -> None:
    statuses = ["done", "done", "done", "open", "open", "open", "dropped", "dropped"]
    found = template(topics(*[note(Idea=f"i{at}", Status=status) for at, status in enumerate(statuses)]))
    assert found.sections[1].filled == len(statuses)


@pytest.mark.parametrize(
    "live", ["![[Open tasks.base]]", "```dataview\nLIST\n```", "> ```tasks\n> not done\n> ```"]
)
def test_queries_and_embeds_are_alike_on_purpose(live: str) -> None:
    found = template(topics(*[note(Idea=f"i{at}", Now=live) for at in range(6)]))
    assert found.sections[1].filled == 6
    body = note(Idea="", Now=live)
    authored = {"Templates/Topic.md": body, **topics(*[note(Idea=f"i{at}", Now=live) for at in range(6)])}
    assert template(authored).sections[1].filled == 6


PAPER = (
    "---\ntags: [paper]\n---\n# {{title}}\n## Claim\nIn one sentence?\n## {{title}} in context\n## Links\n-\n"
)


def test_the_template_folder_gives_the_template_of_the_type_it_says() -> None:
    made = "## Claim\nc\n## X in context\nx\n## Links\n- l\n"
    texts = {
        "Templates/T.md": PAPER,
        "Papers/a.md": made,
        "Papers/b.md": "## Claim\nIn one sentence?\n## X in context\n",
    }
    found = template({**texts, "Papers/c.md": "## Something else\nx\n"}, "paper")
    assert (found.origin, found.path) == ("folder", "Templates/T.md")
    assert found.notes == ("Papers/a.md", "Papers/b.md")  # c was not made from it
    assert headings(found) == ["Claim", "{{title}} in context", "Links"]
    claim, context, links = found.sections
    assert (claim.filled, claim.boilerplate) == (1, 1)  # the template's own words
    assert (context.filled, context.empty) == (1, 1)
    assert (links.notes, links.filled) == (1, 1)


@pytest.mark.parametrize(
    ("templates", "kind"),
    [
        ({"Paper": "## A\n"}, "paper"),
        ({"Template - Paper": "## A\n"}, "paper"),
        ({"x": "---\ntype: paper\n---\n## A\n"}, "paper"),
        ({"x": "---\ntype: paper\n---\n## A\n", "y": "---\ntype: paper\n---\n## B\n"}, None),  # which one?
        ({"Paper": "---\ntype: paper\n---\n## A\n", "y": "---\ntype: paper\n---\n## B\n"}, "paper"),
        ({"Note": "## A\n"}, None),
        ({"Person": "## A\n"}, "person"),
    ],
)
def test_which_template_is_whose(templates: dict[str, str], kind: str | None) -> None:
    texts = {f"Templates/{name}.md": text for name, text in templates.items()}
    notes = {"Papers/p.md": "## A\nx\n", "q.md": "---\ntype: person\n---\n## A\ny\n", "n.md": "## A\nn\n"}
    found = facts({**texts, **notes}, person=TypeSettings()).templates
    assert {name: one.sections[0].heading for name, one in found.items()} == ({kind: "A"} if kind else {})


def test_a_configured_template_is_held_against_every_note_of_the_type() -> None:
    texts = {
        "Forms/P.md": "## A\n## B\n",
        "Papers/a.md": "## A\nx\n",
        "Papers/b.md": "text\n",
        "Templates/Paper.md": "## C\n",
    }
    found = template(texts, "paper", paper=TypeSettings(template="Forms/P.md"))
    assert (found.origin, headings(found), found.notes) == (
        "configured",
        ["A", "B"],
        ("Papers/a.md", "Papers/b.md"),
    )
    assert Vault.from_texts(
        texts, conventions=Conventions(types={"paper": TypeSettings(template="Forms/P.md")})
    ).is_template("Forms/P.md")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# {{title}}\n## A\n", ["A"]),
        ("# <% tp.file.title %>\n## A\n", ["A"]),
        ("# Name of the paper\n## A\n", ["A"]),  # the title
        ("# A\n# B\n", ["A", "B"]),
        ("# A\n", ["A"]),
        ("", []),
    ],
)
def test_the_title_of_a_template_is_no_section(text: str, expected: list[str]) -> None:
    vault = Vault.from_texts({"T.md": text})
    assert [one.text for one in read_template(vault.notes["T.md"], vault).headings] == expected


def test_drawings_templates_and_excluded_notes_are_left_out() -> None:
    texts = topics(*[note(Idea=f"i{at}", Why="") for at in range(5)])
    left_out = {
        "Topics/board.md": "---\nkanban-plugin: basic\n---\n## To do\n",
        "Topics/d.excalidraw.md": "## Drawing\n",
        "Old/x.md": "## Idea\n",
        ".obsidian/app.json": '{"userIgnoreFilters": ["Old/"]}',
    }
    assert len(template({**texts, **left_out}).notes) == 5


def test_fields_that_recur_are_counted() -> None:
    texts = topics(
        *[note(Idea=f"i{at}", Rel=f"- Up: {'[[A]]' if at < 2 else ''}\n- Down:") for at in range(6)]
    )
    found = template(texts)
    assert [(field.name, field.notes, field.filled, field.dead) for field in found.fields] == [
        ("down", 6, 0, True),
        ("up", 6, 2, False),
    ]


@pytest.mark.parametrize(("empty", "state", "optional"), [(1, "empty", False), (5, "empty", True)])
def test_a_section_that_most_notes_fill_is_not_optional(
    empty: int, state: SectionState, optional: bool
) -> None:
    texts = topics(*[note(Idea=f"i{at}", Why="" if at < empty else f"w{at}") for at in range(10)])
    known = facts(texts)
    first = known.by_type["topic"][0]
    assert known.state(first, first.sections[1]) == state
    assert known.is_optional(first, first.sections[1]) == optional
    required = facts(texts, topic=TypeSettings(required_sections=("why",)))
    assert not required.is_optional(first, first.sections[1])
    assert required.required(first) == {"why": "why"}
