"""Obsidian's order of resolution, each rule by an example of its own."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from random import Random
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.link import Link, LinkKind, Resolution
from vaultkit.model.note import Note
from vaultkit.text import Span
from vaultkit.vault import Vault
from vaultkit.vault.names import normalise, tidy
from vaultkit.vault.resolve import CANDIDATE_LIMIT, Resolver

NOWHERE = Span(0, 0, 1, 1, 1, 1)


def link(text: str, kind: LinkKind = "wikilink") -> Link:
    target, mark, rest = text.partition("#")
    raw = target if kind == "canvas" else f"[[{text}]]"
    return Link(kind, NOWHERE, NOWHERE, raw, target, mark + rest)


def vault(*paths: str) -> Vault:
    return Vault([Note(path, "", 0) for path in paths if path.endswith((".md", ".canvas"))], paths)


def resolve(text: str, *paths: str, source: str = "from.md", kind: LinkKind = "wikilink") -> Resolution:
    return vault(*paths).resolve(link(text, kind), source)


@pytest.mark.parametrize(
    ("text", "paths", "expected"),
    [
        pytest.param("Note", ["deep/down/Note.md"], "deep/down/Note.md", id="bare name, any folder"),
        pytest.param("nOTE", ["a/Note.md"], "a/Note.md", id="case does not count"),
        pytest.param("NOTE.MD", ["a/Note.md"], "a/Note.md", id="case of the extension neither"),
        pytest.param("caf\u00e9", ["cafe\u0301.md"], "cafe\u0301.md", id="composed link, decomposed file"),
        pytest.param("cafe\u0301", ["caf\u00e9.md"], "caf\u00e9.md", id="decomposed link, composed file"),
        pytest.param("a\u00a0b", ["a b.md"], "a b.md", id="no-break space"),
        pytest.param("  Note  ", ["Note.md"], "Note.md", id="blanks around"),
        pytest.param("b/Note", ["a/b/Note.md"], "a/b/Note.md", id="end of a path"),
        pytest.param("b/Note", ["ab/Note.md"], None, id="not in the middle of a component"),
        pytest.param("v1.2", ["v1.2.md"], "v1.2.md", id="dot in the name"),
        pytest.param("v1.2", ["x/v1.2.md", "y/v1.2"], "y/v1.2", id="dot in the name: literal first"),
        pytest.param("board", ["board.canvas", "board.base", "board.png"], None, id="only notes without dot"),
        pytest.param("board.canvas", ["x/board.canvas"], "x/board.canvas", id="canvas by its extension"),
        pytest.param("pic.png", ["img/pic.png"], "img/pic.png", id="attachment"),
        pytest.param("dir", ["dir/Note.md"], None, id="a folder is no target"),
        pytest.param("dir/", ["dir/Note.md", "dir.md"], None, id="a folder with its slash neither"),
        pytest.param("My%20Note", ["My Note.md"], None, id="no decoding here"),
        pytest.param("/x/Note", ["x/Note.md", "y/x/Note.md"], "x/Note.md", id="from the root"),
        pytest.param("/Note", ["x/Note.md"], None, id="from the root only"),
        pytest.param("//Note", ["Note.md"], None, id="two slashes"),
        pytest.param("../Note", ["Note.md"], None, id="above the root"),
        pytest.param("Not", ["Note.md"], None, id="part of a name"),
        pytest.param("..", ["Note.md"], None, id="only dots"),
    ],
)
def test_where_a_link_leads(text: str, paths: list[str], expected: str | None) -> None:
    found = resolve(text, *paths)
    assert found.path == expected
    assert found.status == ("missing" if expected is None else "resolved")


def test_exact_path_from_the_root_beats_the_own_folder() -> None:
    found = resolve("Note", "Note.md", "own/Note.md", "a/b/Note.md", source="own/from.md")
    assert found == Resolution("resolved", "Note.md")


def test_own_folder_or_below_beats_the_shortest_path() -> None:
    paths = ("b/Note.md", "own/below/Note.md", "a/Note.md")
    found = resolve("Note", *paths, source="own/from.md")
    assert found == Resolution(
        "ambiguous", "own/below/Note.md", ("own/below/Note.md", "a/Note.md", "b/Note.md")
    )


def test_an_ancestor_of_the_own_folder_counts_for_nothing() -> None:
    assert resolve("Note", "own/Note.md", "b/Note.md", source="own/deep/from.md").path == "b/Note.md"


def test_a_folder_that_only_begins_like_the_own_one_counts_for_nothing() -> None:
    assert resolve("Note", "own2/Note.md", "b/Note.md", source="own/from.md").path == "b/Note.md"


def test_the_shortest_path_is_counted_in_characters() -> None:
    assert resolve("Note", "zzzz/Note.md", "a/b/Note.md").path == "a/b/Note.md"


def test_equally_long_paths_go_by_the_alphabet() -> None:
    found = resolve("Note", "c/Note.md", "a/Note.md", "b/Note.md")
    assert found == Resolution("ambiguous", "a/Note.md", ("a/Note.md", "b/Note.md", "c/Note.md"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("./Note", "own/Note.md"), ("../Note", "Note.md"), ("./../x/Note.md", "x/Note.md"), ("./b/Note", None)],
)
def test_relative_links_are_exact_and_never_ambiguous(text: str, expected: str | None) -> None:
    found = resolve(text, "Note.md", "own/Note.md", "x/Note.md", "x/b/Note.md", source="own/from.md")
    assert (found.path, found.candidates) == (expected, ())


@pytest.mark.parametrize("folder", ["cafe\u0301", "my\u00a0notes"])
def test_relative_links_find_a_note_in_a_folder_whose_name_is_stored_otherwise(folder: str) -> None:
    path = f"{folder}/b.md"
    for text in ("./b", "./b.md", "../" + tidy(folder) + "/b"):
        assert resolve(text, path, source=f"{folder}/a.md").path == path


def test_the_same_relative_link_means_another_file_in_another_folder() -> None:
    both = vault("a/Note.md", "b/Note.md")
    assert [both.resolve(link("./Note"), f"{folder}/from.md").path for folder in "ab"] == [
        "a/Note.md",
        "b/Note.md",
    ]


def test_of_twins_the_one_spelt_so_wins() -> None:
    twins = ("Note.md", "note.md")
    assert resolve("note", *twins) == Resolution("resolved", "note.md")
    assert resolve("Note", *twins) == Resolution("resolved", "Note.md")
    assert resolve("NOTE", *twins) == Resolution("ambiguous", "Note.md", twins)
    assert resolve("note", "x/Note.md", "x/note.md").path == "x/note.md"


def test_a_link_without_a_name_is_the_note_itself() -> None:
    assert resolve("#Missing", "from.md") == Resolution("self", "from.md", (), False)
    assert resolve("from", "from.md") == Resolution("resolved", "from.md")


def test_external_links_are_not_looked_up() -> None:
    url = Link("markdown", NOWHERE, NOWHERE, "[x](https://x.y/Note)", "https://x.y/Note", "#Z", external=True)
    assert vault("Note.md").resolve(url, "from.md") == Resolution("external")


def test_a_canvas_names_files_by_their_whole_path() -> None:
    assert resolve("a/Note.md", "a/Note.md", source="c.canvas", kind="canvas").path == "a/Note.md"
    assert resolve("Note.md", "a/Note.md", source="c.canvas", kind="canvas").status == "missing"
    assert resolve("[x] y.md", "[x] y.md", kind="canvas").path == "[x] y.md"
    assert resolve("[x] y.md", "a/[x] y.md", kind="canvas").status == "missing"


def test_links_in_the_text_of_a_canvas_and_its_files() -> None:
    nodes = [
        {"id": "1", "type": "text", "text": "[[Note]] and [n](Note.md)"},
        {"id": "2", "type": "file", "file": "a/No\u0308te.md", "subpath": "#H"},
        {"id": "3", "type": "file", "file": "Note.md"},
    ]
    texts = {"c.canvas": json.dumps({"nodes": nodes, "edges": []}), "a/Note.md": "", "a/N\u00f6te.md": "# H"}
    canvas = Vault.from_texts(texts)
    assert [canvas.resolve(found, "c.canvas") for found in canvas.notes["c.canvas"].links] == [
        Resolution("resolved", "a/Note.md"),
        Resolution("resolved", "a/Note.md"),
        Resolution("resolved", "a/N\u00f6te.md", (), True),
        Resolution("missing"),
    ]


def test_subpaths_of_other_files_are_never_missing() -> None:
    assert resolve("paper.pdf#page=3", "paper.pdf").subpath_found is None
    assert resolve("Note#", "Note.md").subpath_found is None
    assert resolve("Gone#Heading", "Note.md") == Resolution("missing")


def work(function: Callable[[], object]) -> int:
    """Count the bytecode instructions that `function` executes: the same number on every machine."""
    count = 0

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys._getframe().f_trace_opcodes = True  # Python 3.12 counts none where no frame asked before it began
    sys.settrace(trace)
    try:
        function()
    finally:
        sys.settrace(before)
    return count


def resolve_all(count: int) -> None:
    """Resolve, from each of `count` folders, the name that every folder has, bare and as the end of a path."""
    resolver = Resolver([f"root/{number:04}/index.md" for number in range(count)])
    for number in range(count):
        folder = f"root/{number:04}"
        assert resolver.lookup("index", folder).path == f"{folder}/index.md"
        assert resolver.lookup(f"{number:04}/index", "").path == f"{folder}/index.md"
        assert resolver.lookup(f"no/{number:04}/index", "").path is None


def test_names_shared_by_many_files_do_not_cost_a_pass_per_link() -> None:
    few, many = work(lambda: resolve_all(150)), work(lambda: resolve_all(600))
    assert many < 6 * few  # four times the files and links; a pass per link would be sixteen times the work


def test_the_list_of_candidates_is_bounded() -> None:
    found = resolve(
        "Note", *(f"{number:03}/Note.md" for number in range(3 * CANDIDATE_LIMIT)), source="250/x.md"
    )
    assert found.path == "250/Note.md"
    assert len(found.candidates) == len(set(found.candidates)) == CANDIDATE_LIMIT
    assert found.candidates[:3] == ("250/Note.md", "000/Note.md", "001/Note.md")


PIECE = st.sampled_from(
    ["a", "b", "A", "Note", "note", "v1.2", "x.png", "\u00e9", "e\u0301", "..", ".", "", " "]
)
ANY_PATH = st.lists(PIECE, min_size=1, max_size=4).map("/".join)
FILES = st.lists(ANY_PATH.map(lambda path: path + ".md") | ANY_PATH, max_size=10)


@given(FILES, ANY_PATH | st.text(), ANY_PATH, st.randoms())
def test_any_link_gets_an_answer_that_depends_on_nothing_else(
    files: list[str], target: str, source: str, random: Random
) -> None:
    """The answer never depends on the order of the files or on what was asked before."""
    wanted = Link("wikilink", NOWHERE, NOWHERE, f"[[{target}]]", target)
    one, other = vault(*files), vault(*random.sample(files, len(files)))
    for earlier in random.sample(files, len(files)):
        other.resolve(link(earlier), source)
        other.resolve(wanted, earlier)
    found = one.resolve(wanted, source)
    assert other.resolve(wanted, source) == found
    assert found.path is None or found.path in {*files, source}
    assert (found.status == "ambiguous") == (len(found.candidates) > 1)
    assert not found.candidates or found.candidates[0] == found.path


@given(FILES, ANY_PATH, ANY_PATH)
def test_the_order_is_the_one_of_the_rules(files: list[str], target: str, source: str) -> None:
    """Compare with the rules spelt out over every file, for bare names and paths that ignore twins."""
    keys = [normalise(path) for path in files]
    if target.strip().startswith((".", "/")) or not target.strip() or len(set(keys)) < len(keys):
        return
    folder = source.rpartition("/")[0]
    expected = None
    written = normalise(target)
    for key in (written, written + ".md") if "." in written.rpartition("/")[2] else (written + ".md",):
        ends = [path for path in files if ("/" + normalise(path)).endswith("/" + key)]
        expected = min(
            ends,
            key=lambda path: (
                normalise(path) != key,
                bool(folder) and not path.startswith(folder + "/"),
                len(tidy(path)),
                path,
            ),
            default=None,
        )
        if expected is not None:
            break
    assert resolve(target, *files, source=source).path == expected


COMPONENTS = st.sampled_from(
    [
        "a",
        "A",
        "b",
        "v1.2",
        "caf\u00e9",
        "cafe\u0301",
        " a",
        "a ",
        "\u00a0b",
        "\u039f\u03a3",
        ".",
        "..",
        "a.md",
    ]
)


@given(
    st.lists(
        st.tuples(
            st.lists(COMPONENTS, min_size=1, max_size=3).map("/".join),
            st.sampled_from([".md", ".MD", ".png", ".canvas", ""]),
        ).map("".join),
        max_size=8,
        unique=True,
    ),
    st.sampled_from(["", "a", "b/a"]),
)
def test_literal_texts_lead_where_following_them_does(paths: list[str], folder: str) -> None:
    for text, path in Resolver(paths).literal.items():
        assert Resolver(paths).lookup(text, folder) == Resolution("resolved", path)
