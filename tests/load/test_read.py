from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from struct import Struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.load import batches, forked, pool, read
from vaultkit.load.cache import NoteCache
from vaultkit.load.discover import Entry, discover
from vaultkit.load.notes import Notes, pack
from vaultkit.load.read import read_notes
from vaultkit.model.note import Note
from vaultkit.model.outline import outline_of
from vaultkit.parse import parse_note

# Later Pythons warn of forking beside other threads, which a test runner may have.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")

HARD = {
    "plain.md": b"# A\n\n[[B#c|d]] #tag ^id\n",
    "yaml.md": b"---\nn: 12\nf: 1.5\nd: {a: [1, null, true]}\n1: x\n? [k]\n: v\ndate: 2024-01-01\n---\n",
    "big number.md": b"---\nn: 123456789012345678901234567890\n---\n[[x]]\n",
    "surrogate.md": b'---\nn: "\\ud800"\n---\n[[x]]\n',
    "bytes.md": bytes(range(256)) * 3,
    "nan.md": b"---\nn: .inf\n---\n",
    "empty.md": b"",
    "card.canvas": b'{"nodes": [{"id": "1", "type": "text", "text": "[[A]]"}]}',
}


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    for name, data in HARD.items():
        (tmp_path / name).write_bytes(data)
    for number in range(60):
        (tmp_path / f"{number:03}.md").write_text(
            f"# {number}\n\n" + "[[plain]] text\n" * number, encoding="utf-8"
        )
    return tmp_path


def entries(root: Path) -> tuple[Entry, ...]:
    return discover(root).entries


needs_fork = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
METHODS = ["spawn", pytest.param("fork", marks=needs_fork)]


@pytest.fixture
def worth_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little there is to read, it is shared out; and a test runner's own threads do not matter."""
    monkeypatch.setattr(read, "_WORTH_A_POOL", 0)
    monkeypatch.setattr(read, "can_fork", lambda: True)


def start_by(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read, "can_fork", lambda: method == "fork")
    monkeypatch.setattr(pool, "process_context", lambda: pool.multiprocessing.get_context(method))


@pytest.mark.usefixtures("worth_workers")
@pytest.mark.parametrize("method", METHODS)
def test_workers_read_the_same_notes(vault: Path, method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = entries(vault)
    alone = read_notes(vault, found, jobs=1)
    start_by(method, monkeypatch)
    assert read_notes(vault, found, jobs=2) == alone
    assert list(alone) == [entry.path for entry in found]


@needs_fork
@pytest.mark.usefixtures("worth_workers")
def test_workers_read_what_a_cache_does_not_know(
    vault: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder, found = tmp_path_factory.mktemp("cache"), entries(vault)
    alone = read_notes(vault, found, jobs=1)
    for known in (found[::2], found, found):  # none is known at first, then every other one, then all
        notes = read_notes(vault, known, jobs=2, cache=NoteCache(folder, vault))
        assert notes == {entry.path: alone[entry.path] for entry in known}
        assert notes.field("targets") == {path: outline_of(note).targets for path, note in notes.items()}


@pytest.mark.usefixtures("worth_workers")
@pytest.mark.parametrize("method", ["", *METHODS])
def test_something_is_done_meanwhile_and_answers_are_heard_of_once(
    vault: Path, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[str] = []
    if method:
        start_by(method, monkeypatch)
    heard: list[str] = []

    def hear(answers: batches.Answers, newest: Sequence[str]) -> None:
        assert [outline_of(answers.note(path)).targets for path in newest] == list(
            answers.newest("targets", len(newest))
        )
        heard.extend(newest)

    jobs = 2 if method else 1
    notes = read_notes(vault, entries(vault), jobs=jobs, meanwhile=lambda: calls.append("done"), heard=hear)
    assert calls == ["done"]
    assert heard == ([path for path, note in notes.items() if pack(note) is not None] if method else [])


def test_one_processor_or_little_to_read_needs_no_workers(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "ProcessPoolExecutor", None)  # would raise if it were called
    monkeypatch.setattr(os, "fork", None, raising=False)
    assert len(read_notes(vault, entries(vault), jobs=2)) == len(entries(vault))
    monkeypatch.setattr(read, "_WORTH_A_POOL", 0)
    monkeypatch.setattr(read, "available_processors", lambda: 1)
    assert len(read_notes(vault, entries(vault))) == len(entries(vault))


@pytest.mark.usefixtures("worth_workers")
@pytest.mark.parametrize("method", METHODS)
def test_without_workers_the_notes_are_read_here(
    vault: Path, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone = read_notes(vault, entries(vault), jobs=1)
    start_by(method, monkeypatch)

    def refuse(*args: object) -> object:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(pool, "ProcessPoolExecutor", refuse)
    monkeypatch.setattr(os, "fork", refuse, raising=False)
    assert read_notes(vault, entries(vault), jobs=2) == alone


@needs_fork
@pytest.mark.usefixtures("worth_workers")
@pytest.mark.parametrize("after", [0, 1, 100, 5000])
def test_a_worker_that_dies_loses_no_note(vault: Path, after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever it dies: before it answers, amid the head of an answer, amid the answer itself."""
    alone = read_notes(vault, entries(vault), jobs=1)
    write = forked._write

    def die(line: int, data: bytes) -> None:
        nonlocal after
        write(line, data[:after])
        after -= len(data)
        if after < 0:
            os._exit(1)

    monkeypatch.setattr(forked, "_write", die)
    assert read_notes(vault, entries(vault), jobs=2) == alone


@needs_fork
@pytest.mark.usefixtures("worth_workers")
@pytest.mark.parametrize("left", [0, 1, 2])
def test_without_pipes_the_notes_are_read_here(
    vault: Path, left: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As many as are left: no pipe for the batches, no pipe for an answer, one process that answers."""
    alone = read_notes(vault, entries(vault), jobs=1)
    pipe = os.pipe

    def limited() -> tuple[int, int]:
        nonlocal left
        if not left:
            raise OSError(24, "Too many open files")
        left -= 1
        return pipe()

    monkeypatch.setattr(os, "pipe", limited)
    assert read_notes(vault, entries(vault), jobs=3) == alone


@needs_fork
@pytest.mark.usefixtures("worth_workers")
def test_batches_whose_numbers_find_no_room_in_a_pipe_are_read_here(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A user who has many pipes gets small ones, of a page."""
    import fcntl

    alone = read_notes(vault, entries(vault), jobs=1)
    pipe = os.pipe

    def small() -> tuple[int, int]:
        ends = pipe()
        fcntl.fcntl(ends[1], fcntl.F_SETPIPE_SZ, 4096)
        return ends

    monkeypatch.setattr(os, "pipe", small)
    monkeypatch.setattr(forked, "_NUMBER", Struct("=I124x"))
    assert read_notes(vault, entries(vault), jobs=3) == alone


@needs_fork
@pytest.mark.usefixtures("worth_workers")
@pytest.mark.parametrize("there", ["progress", "meanwhile"])
def test_no_worker_outlives_a_run_that_breaks_off(
    vault: Path, there: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []
    fork = os.fork

    def remembered() -> int:
        started.append(fork())
        return started[-1]

    def interrupt(*_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fork", remembered)
    options: dict[str, Any] = {"jobs": 2, there: interrupt}
    with pytest.raises(KeyboardInterrupt):
        read_notes(vault, entries(vault), **options)
    assert len(started) == 2
    for process in started:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_a_file_that_cannot_be_read_becomes_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("[[b]]")
    gone = Entry("gone.md", 5, 0, "gone.md")
    there, note = read_notes(tmp_path, [*entries(tmp_path), gone]).values()
    assert there.problems == ()
    assert (note.path, note.size, note.links) == ("gone.md", 5, ())
    assert [(problem.kind, problem.message) for problem in note.problems] == [
        ("unreadable", "the file cannot be read (No such file or directory)")
    ]


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"---\n{text}\n---\n".encode()))
def test_notes_come_through_messagepack_unchanged(data: bytes) -> None:
    note = parse_note(data, "n.md")
    packed = pack(note)
    if packed is not None and "nan" not in repr(note):
        answers = batches.Answers()
        taken = list(answers.take(batches.answer_of([None, packed]), ".", [entry("gone.md"), entry("n.md")]))
        assert isinstance(taken[0], Note)
        assert taken[1] is answers
        assert answers.note("n.md") == note
        assert answers.outlines() == {"n.md": outline_of(note)}
        assert answers.packed("n.md").unpack("n.md") == note
        assert answers.packed("n.md").unpack("other.md") is None


def entry(path: str) -> Entry:
    return Entry(path, 0, 0, path)


def test_a_released_note_is_equal_when_it_is_asked_for_again() -> None:
    note = parse_note(b"# Heading\n\n[[link]]\n", "n.md")
    packed = pack(note)
    assert packed is not None
    notes = Notes({"n.md": packed, "plain.md": note})
    first = notes["n.md"]
    assert notes["n.md"] is first
    for path in (*notes, "gone.md"):
        notes.release(path)
    assert notes["n.md"] == first == note
    assert notes["n.md"] is not first
    assert notes["plain.md"] is note


@given(st.lists(st.integers(0, 500), max_size=40), st.integers(1, 16))
def test_batches_keep_every_entry_in_order(sizes: list[int], jobs: int) -> None:
    given_entries = [Entry(str(at), size, 0, str(at)) for at, size in enumerate(sizes)]
    cut = batches.cut(given_entries, jobs)
    assert [entry for batch in cut for entry in batch] == given_entries
    assert all(cut)


def test_batches_become_shorter_so_that_all_workers_end_together() -> None:
    lengths = [len(batch) for batch in batches.cut([Entry(str(at), 0, 0, str(at)) for at in range(5000)], 2)]
    assert lengths == sorted(lengths, reverse=True)
    assert 200 < lengths[0] < 500
    assert lengths[-1] < 20


def test_notes_are_the_same_whether_or_not_their_sizes_are_known(vault: Path) -> None:
    (vault / "unreadable.md").mkdir()
    size = (vault / "unreadable.md").stat().st_size
    looked_up = [*entries(vault), Entry("unreadable.md", size, 0, "unreadable.md")]
    names_only = [*discover(vault, look_up=False).entries, Entry("unreadable.md", 0, 0, "unreadable.md")]
    assert {entry.size for entry in names_only} == {0}
    assert read_notes(vault, names_only, jobs=2) == read_notes(vault, looked_up, jobs=1)


def test_a_script_without_a_main_guard_works(vault: Path) -> None:
    """Under `spawn` the workers run such a script again; they must not start workers in their turn."""
    script = vault / "script.py"
    script.write_text(
        "import vaultkit.load.pool as pool, vaultkit.load.read as read\n"
        "from vaultkit.load.discover import discover\n"
        "read._WORTH_A_POOL = 0\n"
        "read.can_fork = lambda: False\n"
        "pool.process_context = lambda: pool.multiprocessing.get_context('spawn')\n"
        f"root = {str(vault)!r}\n"
        "entries = discover(root).entries\n"
        "print(len(read.read_notes(root, entries, jobs=2)) == len(entries))\n"
    )
    done = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.stdout.splitlines()[-1:] == ["True"], done.stderr


def test_notes_and_those_derived_from_them_know_each_their_own_outlines() -> None:
    """Whatever was asked for before, and in whichever order."""
    before = Notes.of([parse_note(b"#old", "A.md"), parse_note(b"#kept", "B.md")])
    after = before.replaced({"A.md": parse_note(b"#new", "A.md"), "0.md": parse_note(b"", "0.md")}, ["B.md"])
    assert dict(before.field("tags")) == {"A.md": ("old",), "B.md": ("kept",)}
    assert dict(after.field("tags")) == {"0.md": (), "A.md": ("new",)}
    again = after.replaced({"B.md": parse_note(b"#back", "B.md")})
    assert list(again.field("tags").items()) == [("0.md", ()), ("A.md", ("new",)), ("B.md", ("back",))]
    for notes in (before, after, again):
        assert dict(notes.outlines) == {path: outline_of(note) for path, note in notes.items()}
        assert all(notes.outline(path) == notes.outlines[path] for path in notes)
