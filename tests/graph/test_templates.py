"""How much of their templates the notes of each type fill."""

from __future__ import annotations

from vaultkit.graph import build_graph
from vaultkit.graph.analyze.templates import TemplatePart, templates
from vaultkit.graph.select import Filters, subgraph
from vaultkit.model.settings import Conventions, TypeSettings
from vaultkit.vault import Vault


def note(at: int, why: str = "", state: str = "#open #done") -> str:
    return f"- Up: {'[[X]]' if at else ''}\n\n## Idea\nNumber {at}.\n\n## Why\n{why}\n\n## State\n{state}\n"


TEXTS = {
    **{f"Topics/{at}.md": note(at) for at in range(5)},
    "Topics/Old/full.md": note(7, "Because.", "Done long ago."),
    "Topics/Old/half.md": "## Idea\nAn idea.\n\n## Why\nTODO\n",
}


def rows(texts: dict[str, str] = TEXTS, **options: bool) -> list[TemplatePart]:
    vault = Vault.from_texts(texts)
    return templates(build_graph(vault), vault, **options)


def test_sections_and_fields_with_their_numbers() -> None:
    found = {
        row.name: (row.part, row.notes, row.missing, row.filled, row.empty, row.stub, row.boilerplate)
        for row in rows()
    }
    assert found == {
        "Idea": ("section", 7, 0, 7, 0, 0, 0),
        "Why": ("section", 7, 0, 1, 5, 1, 0),
        "State": ("section", 6, 1, 1, 0, 0, 5),
        "Up": ("field", 6, 1, 5, 1, 0, 0),
    }
    assert '"#open #done"' in next(row.remark for row in rows() if row.name == "State")


def test_notes_come_with_the_emptiest_first() -> None:
    found = [(row.name, row.fill, row.missing) for row in rows(notes=True)]
    assert found[0] == ("Topics/0.md", 0.3333, 0)
    assert found[-1] == ("Topics/Old/full.md", 1.0, 0)
    assert ("Topics/Old/half.md", 0.3333, 1) in found


def test_dead_ones_alone() -> None:
    texts = {f"Topics/{at}.md": note(at) for at in range(6)}
    assert [(row.name, row.dead) for row in rows(texts, dead=True)] == [("Why", True), ("State", True)]
    assert rows({"a.md": "# A\n"}, dead=True) == []


def test_the_graph_says_how_much_a_note_fills() -> None:
    nodes = build_graph(Vault.from_texts(TEXTS)).nodes
    assert nodes["note:Topics/0.md"]["fill"] == 0.3333
    assert "fill" not in build_graph(Vault.from_texts({"a.md": "# A\n"})).nodes["note:a.md"]


def test_a_narrowed_graph_narrows_the_numbers_and_keeps_the_template() -> None:
    vault = Vault.from_texts(TEXTS)
    graph = subgraph(build_graph(vault), Filters(folders=("Topics/Old",)))
    found = {row.name: (row.notes, row.filled) for row in templates(graph, vault) if row.part == "section"}
    assert found == {"Idea": (2, 2), "Why": (2, 1), "State": (1, 1)}
    assert [row.name for row in templates(graph, vault, notes=True)] == [
        "Topics/Old/half.md",
        "Topics/Old/full.md",
    ]


def test_the_configuration_requires_and_names_templates() -> None:
    settings = TypeSettings(template="Forms/T.md", required_sections=("Why",))
    vault = Vault.from_texts(
        {**TEXTS, "Forms/T.md": "## Why\n\n## Sources\n"}, conventions=Conventions(types={"topic": settings})
    )
    found = [
        (row.name, row.template, row.missing, row.remark) for row in templates(build_graph(vault), vault)
    ]
    assert found[:2] == [("Why", "Forms/T.md", 0, "required"), ("Sources", "Forms/T.md", 7, "")]
