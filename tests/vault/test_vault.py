from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultkit.errors import UsageError, VaultkitError
from vaultkit.model.settings import Conventions, ObsidianSettings, TypeSettings
from vaultkit.vault import Vault


def statuses(vault: Vault, source: str) -> list[str]:
    return [vault.resolve(link, source).status for link in vault.notes[source].links]


def test_conventions_go_with_the_vault(on_disk) -> None:
    conventions = Conventions(types={"person": TypeSettings(template="P.md")})
    vault = Vault.from_texts({"A.md": "x"}, conventions=conventions)
    assert vault.with_notes({"B.md": "y"}).conventions == conventions
    assert Vault.open(on_disk({"A.md": "x"}), conventions=conventions).conventions == conventions


def test_notes_and_canvases_are_read_and_everything_else_is_a_target() -> None:
    vault = Vault.from_texts(
        {
            "b.md": "[[pic.png]] [[Board.canvas]]",
            "A.MD": "",
            "pic.png": b"\x89PNG",
            "Board.canvas": "{}",
            ".x.md": "",
        }
    )
    assert list(vault.notes) == ["A.MD", "Board.canvas", "b.md"]
    assert vault.files == ("A.MD", "Board.canvas", "b.md", "pic.png")
    assert statuses(vault, "b.md") == ["resolved", "resolved"]


def test_the_disk_and_the_memory_give_the_same_vault(tmp_path: Path) -> None:
    texts = {
        "a.md": "\ufeff# A\r\n[[b#B]] ![[pic.png]]\r\n",
        "sub/b.md": "## B\n[x](../a.md)\n",
        "pic.png": "",
        ".obsidian/app.json": '{"userIgnoreFilters": ["sub/"]}',
    }
    for path, text in texts.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(text.encode())
    opened, built = Vault.open(tmp_path), Vault.from_texts(texts)
    assert dict(opened.notes) == dict(built.notes)
    assert (opened.files, opened.settings) == (built.files, built.settings)
    for path in opened.files:
        assert opened.text(path) == built.text(path)
        assert opened.raw(path) == built.raw(path)
    assert opened.text("a.md").startswith("# A\r\n")
    assert opened.disk_path("sub/b.md") == tmp_path / "sub/b.md"
    assert built.disk_path("sub/b.md") is None


def test_what_cannot_be_opened_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("x")
    with pytest.raises(UsageError, match="does not exist"):
        Vault.open(tmp_path / "nowhere")
    with pytest.raises(UsageError, match="is not a folder"):
        Vault.open(tmp_path / "note.md")
    assert len(Vault.open(tmp_path).notes) == 1


def test_texts_of_files_that_are_gone(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("x")
    vault = Vault.open(tmp_path)
    (tmp_path / "note.md").unlink()
    with pytest.raises(VaultkitError, match=r"note\.md can no longer be read"):
        vault.text("note.md")
    for path in ("other.md", "../outside.md"):
        with pytest.raises(VaultkitError, match="is not a file of the vault"):
            vault.raw(path)
    with pytest.raises(VaultkitError, match="is not a file of the vault"):
        Vault.from_texts({}).raw("a.md")


def test_a_note_that_could_not_be_read_has_no_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "locked.md").write_text("secret")

    def refuse(root: object, disk: str) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("vaultkit.load.file.read_bytes", refuse)
    vault = Vault.open(tmp_path)
    assert [problem.kind for problem in vault.notes["locked.md"].problems] == ["unreadable"]
    assert vault.text("locked.md") == ""


def test_what_could_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / ".obsidian").mkdir()
    (tmp_path / ".obsidian/app.json").write_text("{")
    (tmp_path / "vault").symlink_to(tmp_path.parent)
    problems = Vault.open(tmp_path).problems
    assert [problem.split()[0] for problem in problems] == [".obsidian/app.json", "vault:"]
    assert Vault.from_texts({".obsidian/app.json": "{"}).problems == problems[:1]


def test_a_vault_does_not_change() -> None:
    vault = Vault.from_texts({"a.md": ""})
    with pytest.raises(AttributeError, match="does not change"):
        vault.files = ()
    with pytest.raises(TypeError):
        vault.notes["b.md"] = vault.notes["a.md"]  # type: ignore[index]


@pytest.mark.parametrize(
    ("settings", "path", "expected"),
    [
        ({"template_folders": ("T",)}, "T/x.md", True),
        ({"template_folders": ("T",)}, "T/deep/x.md", True),
        ({"template_folders": ("T",)}, "T2/x.md", False),
        ({"template_folders": ("T",)}, "Templates/x.md", False),
        ({"template_files": ("Day.md",)}, "Day.md", True),
        ({}, "Templates/x.md", True),
        ({}, "90 - templates/x.md", True),
        ({}, "_meta/templates/x.md", True),
        ({}, "Templates.md", False),
        ({}, "Contemplates/x.md", False),
    ],
)
def test_templates(settings: dict[str, tuple[str, ...]], path: str, expected: bool) -> None:
    vault = Vault.from_texts({path: ""}, ObsidianSettings(**settings))  # type: ignore[arg-type]
    assert vault.is_template(path) is expected


def test_settings_given_in_memory_are_honoured() -> None:
    settings = json.dumps({"userIgnoreFilters": ["Private/", "/\\.tmp\\./"]})
    vault = Vault.from_texts(
        {".obsidian/app.json": settings, "a.md": "[[p]]", "Private/p.md": "", "x.tmp.md": ""}
    )
    assert [vault.is_excluded(path) for path in vault.files] == [True, False, True]
    assert statuses(vault, "a.md") == ["resolved"]


def test_backlinks_leave_out_what_a_note_says_of_itself() -> None:
    vault = Vault.from_texts({"a.md": "[[b]] [[#x]] [[a]]", "c.md": "[[B#h]] [[gone]] ![[b]]", "b.md": ""})
    assert {
        path: [(source, link.raw) for source, link in links] for path, links in vault.backlinks.items()
    } == {"b.md": [("a.md", "[[b]]"), ("c.md", "[[B#h]]"), ("c.md", "![[b]]")]}


def test_aliases_explain_but_never_resolve() -> None:
    vault = Vault.from_texts({"t.md": "---\naliases: [AL]\n---\n", "a.md": "[[al]]"})
    assert statuses(vault, "a.md") == ["missing"]
    assert vault.aliases == {"al": ("t.md",)}


def test_subpaths_follow_the_note_that_they_point_into() -> None:
    vault = Vault.from_texts({"a.md": "# H\n", "b.md": "[[a#H]] [[a#Gone]] [[a#^id]] [[a]]"})
    found = [vault.resolve(link, "b.md").subpath_found for link in vault.notes["b.md"].links]
    assert found == [True, False, False, None]
    changed = vault.with_notes({"a.md": "text ^id\n"})
    found = [changed.resolve(link, "b.md").subpath_found for link in changed.notes["b.md"].links]
    assert found == [False, False, True, None]


def test_hidden_paths_stay_out_of_derived_vaults() -> None:
    assert Vault.from_texts({"a.md": ""}).with_notes({".trash/b.md": "", "c.md": ""}).files == (
        "a.md",
        "c.md",
    )


NAMES = st.sampled_from(["a.md", "b.md", "s/a.md", "s/b.md", "p.png", "c.canvas"])
BODIES = st.sampled_from(
    ["", "[[a]]", "[[b#H]] [[s/a]]", "# H\n![[p.png]]", "[[#H]]", "[x](b.md)", "[[gone]]"]
)
TEXTS = st.dictionaries(NAMES, BODIES)


@given(TEXTS, TEXTS, st.sets(NAMES))
def test_deriving_equals_starting_afresh(
    first: dict[str, str], changed: dict[str, str], removed: set[str]
) -> None:
    before = Vault.from_texts(first)
    for source in before.notes:
        statuses(before, source)  # fill what is remembered, so that stale answers would show
    derived = before.with_notes(changed, removed)
    fresh = Vault.from_texts(
        {path: text for path, text in {**first, **changed}.items() if path not in removed}
    )
    assert (dict(derived.notes), derived.files) == (dict(fresh.notes), fresh.files)
    assert derived.backlinks == fresh.backlinks
    for source, note in fresh.notes.items():
        for link in note.links:
            assert derived.resolve(link, source) == fresh.resolve(link, source)
    assert all(derived.raw(path) == fresh.raw(path) for path in fresh.files)


TEXTS = {
    "A.md": "---\nup: '[[B]]'\naliases: [one]\n---\n![[C]] #tag\n",
    "B.md": "- Part of: [[Sub/C]]\n[[A#^x]]\n",
    "Sub/C.md": "Text. ^x\n",
    "Templates/T.md": "{{title}}\n",
    "Board.canvas": "{}",
    "Old/Note.md": "- Includes: [[T]]\n",
}
CHANGES = st.dictionaries(
    st.sampled_from((*TEXTS, "New.md", "AA.md", "Old/C.md", "B.png", "Templates/New.md", "Other.canvas")),
    st.one_of(st.none(), st.sampled_from(tuple(TEXTS.values()))),
    max_size=4,
)


@settings(max_examples=40)
@given(steps=st.lists(CHANGES, min_size=1, max_size=3))
def test_a_derived_vault_knows_what_a_new_one_finds_and_in_the_same_order(
    steps: list[dict[str, str | None]],
) -> None:
    hiding = ObsidianSettings(ignore_filters=("Old/",))

    def known(vault: Vault) -> object:
        fields = ("targets", "parts", "aliases", "embeds", "tags", "traits", "stated")
        return (
            vault.files,
            list(vault.notes),
            list(vault.outlines.items()),
            [list(vault.outlined(field).items()) for field in fields],
            [vault.outlined(field)[path] for field in fields for path in vault.notes],
            (vault.templates, vault.excluded, vault.canvases),
            vault.with_traits(-1),
            vault.relations.statements,
            vault.near_names.find("Newe", 3),
        )

    texts: dict[str, str] = dict(TEXTS)
    vault = Vault.from_texts(texts, hiding)
    for step in steps:
        known(vault)
        changed = {path: text for path, text in step.items() if text is not None}
        gone = [path for path, text in step.items() if text is None]
        vault = vault.with_notes(changed, gone)
        texts = {path: text for path, text in {**texts, **changed}.items() if path not in gone}
        assert known(vault) == known(Vault.from_texts(texts, hiding))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# Grokking\n\n## Why\n", "Grokking"),
        ("![badge](a.png)\n\nSome words first.\n\n# Grokking\n", "Grokking"),
        ("---\ntags: [x]\n---\n\n# Grokking\n\n# Sources\n", "Grokking"),
        ("---\ntitle: Given\n---\n# Grokking\n", "Given"),
        ("# [Grokking](https://example.org/a) and [[Notes|more]]\n", "Grokking and more"),
        (
            "Some words first.\n\n# Summary\n\n# Sources\n",
            "a",
        ),  # parts of a note that its name is the title of
        ("## Variants\n\n# Sources\n", "a"),
        ("# \n\n# Sources\n", "a"),
        ("## Variants\n", "a"),
    ],
)
def test_the_title_of_a_note(text: str, title: str) -> None:
    assert Vault.from_texts({"a.md": text}).notes["a.md"].title == title
