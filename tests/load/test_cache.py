"""Parsed notes that are kept between runs: never other than what parsing would give."""

from __future__ import annotations

import os
import subprocess
import sys
from binascii import crc32
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from vaultkit.load import cache as module
from vaultkit.load import file as reading
from vaultkit.load.cache import NoteCache
from vaultkit.load.cache_folder import clean, default_folder, evict, prepare
from vaultkit.load.discover import Discovery, discover
from vaultkit.load.discover import discover as discover_files
from vaultkit.load.notes import pack
from vaultkit.load.read import read_notes
from vaultkit.model.note import Note
from vaultkit.model.outline import outline_of

TEXTS = {
    "A.md": "# Grokking\n\n[[B#Part]] #tag ^id\n",
    "B.md": "---\naliases: [b]\narxiv: 2301.05217\n---\n## Part\n",
    "Board.canvas": '{"nodes": [{"id": "1", "type": "file", "file": "A.md"}]}',
    "bytes.md": bytes(range(256)),
}

# Later Pythons warn of forking beside other threads, which a test runner may have.
pytestmark = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault whose files count as old, and a cache that is written for a single note."""
    monkeypatch.setattr(module, "SETTLED", -(1 << 62))
    monkeypatch.setattr(module, "WORTH_WRITING", 1 << 30)
    return write(tmp_path / "vault", TEXTS)


def write(root: Path, texts: Mapping[str, str | bytes]) -> Path:
    for path, text in texts.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode() if isinstance(text, str) else text)
    return root


def plain(root: Path) -> dict[str, Note]:
    return dict(read_notes(root, discover(root).entries, jobs=1))


def cached(root: Path) -> tuple[dict[str, Note], NoteCache]:
    cache = NoteCache(root.parent / "cache", root)
    return dict(read_notes(root, discover(root).entries, jobs=1, cache=cache)), cache


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the notes that are parsed, as they are."""
    from vaultkit.load import read

    seen: list[str] = []
    real = reading.read_note

    def spy(root: str | Path, entry: module.Entry) -> Note:
        seen.append(entry.path)
        return real(root, entry)

    monkeypatch.setattr(read, "read_note", spy)
    return seen


def test_a_second_run_parses_nothing(vault: Path, parsed: list[str]) -> None:
    first, _ = cached(vault)
    assert sorted(parsed) == sorted(TEXTS)
    parsed.clear()
    second, cache = cached(vault)
    assert parsed == []
    assert second == first == plain(vault)
    assert cache.remarks[0] == "4 of 4 notes are as they were, 0 have the same content, 0 are parsed"


def test_what_a_worker_process_packed_is_kept(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from vaultkit.load import read

    monkeypatch.setattr(read, "_WORTH_A_POOL", 0)
    cache = NoteCache(vault.parent / "cache", vault)
    first = dict(read_notes(vault, discover(vault).entries, jobs=2, cache=cache))
    assert first == plain(vault)
    assert cached(vault)[1].remarks[0].startswith("4 of 4 notes are as they were")


def edit(root: Path) -> None:
    (root / "A.md").write_text("# Grokked!\n\n[[C#Part]]\n")


def delete(root: Path) -> None:
    (root / "A.md").unlink()


def rename(root: Path) -> None:
    (root / "A.md").rename(root / "New name.md")


def swap(root: Path) -> None:
    (root / "A.md").rename(root / "x")
    (root / "B.md").rename(root / "A.md")
    (root / "x").rename(root / "B.md")


def become_a_canvas(root: Path) -> None:
    (root / "A.md").rename(root / "A.canvas")


def edit_and_keep_size_and_time(root: Path) -> None:
    place = root / "A.md"
    before = place.stat()
    place.write_bytes(place.read_bytes().replace(b"[[B#", b"[[C#"))
    os.utime(place, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize("change", [edit, delete, rename, swap, become_a_canvas, edit_and_keep_size_and_time])
def test_what_changed_on_disk_is_seen(vault: Path, change: Callable[[Path], None]) -> None:
    cached(vault)
    change(vault)
    for _ in range(2):
        assert cached(vault)[0] == plain(vault)


def test_a_renamed_note_is_known_by_its_bytes(vault: Path, parsed: list[str]) -> None:
    cached(vault)
    parsed.clear()
    rename(vault)
    found, _ = cached(vault)
    assert "New name.md" not in parsed
    assert found["New name.md"].path == "New name.md"


def test_a_note_just_written_is_known_by_its_bytes_only(
    vault: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second edit could leave the same size and, in the same tick of the clock, the same time."""
    monkeypatch.setattr(module, "SETTLED", 2_000_000_000)
    monkeypatch.setattr(sys.modules[__name__], "discover", discover_without_ctime)
    cached(vault)
    parsed.clear()
    _, cache = cached(vault)
    assert parsed == []
    assert cache.remarks[0].startswith("0 of 4 notes are as they were, 4 have the same content")
    edit_and_keep_size_and_time(vault)
    assert cached(vault)[0] == plain(vault)


def discover_without_ctime(root: Path) -> Discovery:
    """As on a system that does not tell when a file was last changed."""
    found = discover_files(root)
    return replace(found, entries=tuple(replace(one, ctime_ns=0, inode=0) for one in found.entries))


def test_few_changes_are_not_worth_writing(
    vault: Path, parsed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    _, cache = cached(vault)
    monkeypatch.setattr(module, "WORTH_WRITING", 2)
    written = cache.file.read_bytes()
    edit(vault)
    assert cached(vault)[0] == plain(vault)
    assert cache.file.read_bytes() == written


@pytest.mark.parametrize(
    "damage", [b"", b"x", b"\x80\x04\x95pickled", b"\xdd\xff\xff\xff\xff" * 1000, b"\x91" * 90000]
)
def test_anything_else_in_its_place_is_a_miss(vault: Path, damage: bytes) -> None:
    _, cache = cached(vault)
    whole = cache.file.read_bytes()
    head = whole[: whole.index(b"\n") + 1]
    table = len(damage).to_bytes(8, "little") + crc32(damage).to_bytes(4, "little") + damage
    for content in (damage, head + damage, head + table, whole + damage):
        cache.file.write_bytes(content)
        assert cached(vault)[0] == plain(vault)


@pytest.mark.parametrize("at", range(8))
def test_a_table_that_is_none_is_a_miss(vault: Path, at: int) -> None:
    """Nobody damages a file so by chance: all checksums are right."""
    _, cache = cached(vault)
    whole = cache.file.read_bytes()
    head, _, rest = whole.partition(b"\n")
    end = 12 + int.from_bytes(rest[:8], "little")
    for value in ([], [[]] * 12, ["?"] * 5, [-1] * 4, [1 << 40] * 5, b"", None):
        parts = msgspec.msgpack.decode(rest[12:end])
        parts[at] = value
        table = msgspec.msgpack.encode(parts)
        start = len(table).to_bytes(8, "little") + crc32(table).to_bytes(4, "little")
        cache.file.write_bytes(head + b"\n" + start + table + rest[end:])
        notes = read_notes(vault, discover(vault).entries, jobs=1, cache=NoteCache(cache.folder, vault))
        assert {path: notes.outline(path) for path in notes} == {
            path: outline_of(note) for path, note in plain(vault).items()
        }
        assert dict(notes) == plain(vault)


@settings(max_examples=60)
@given(st.data())
def test_damage_anywhere_is_found_out(data: st.DataObject) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "SETTLED", -(1 << 62))
        vault = write(Path(folder) / "vault", TEXTS)
        _, cache = cached(vault)
        whole = bytearray(cache.file.read_bytes())
        at = data.draw(st.integers(0, len(whole) - 1))
        if data.draw(st.booleans()):
            whole[at] ^= data.draw(st.integers(1, 255))
        else:
            del whole[at:]
        cache.file.write_bytes(whole)
        assert cached(vault)[0] == plain(vault)


@pytest.mark.skipif(os.name != "posix", reason="symbolic links and pipes")
@pytest.mark.parametrize("kind", ["link", "link to nothing", "pipe"])
def test_what_came_with_a_repository_leads_nowhere_else(kind: str, vault: Path, tmp_path: Path) -> None:
    """A cache can lie in a cloned repository, where anybody can put a link to a file of the user's."""
    own = write(tmp_path / "home", {"own.txt": "the user's own"}) / "own.txt"
    file = cached(vault)[1].file
    for place in (file, file.with_name("CACHEDIR.TAG")):
        place.unlink()
        if kind == "pipe":
            os.mkfifo(place)
        else:
            place.symlink_to(own if kind == "link" else own.with_name("new.txt"))
    notes, cache = cached(vault)
    assert notes == plain(vault)
    assert any("it is no file" in remark for remark in cache.remarks)
    assert not file.is_symlink()
    assert [(one.name, one.read_text()) for one in own.parent.iterdir()] == [("own.txt", "the user's own")]
    assert cached(vault)[0] == plain(vault)


def test_another_version_or_other_code_is_a_miss(vault: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cached(vault)
    for name, value in (("PARSER_VERSION", -1), ("_code_stamp", lambda: "edited")):
        monkeypatch.setattr(module, name, value)
        assert any("another version" in remark for remark in cached(vault)[1].remarks)
        assert not any("another version" in remark for remark in cached(vault)[1].remarks)


def test_no_place_to_write_is_no_hindrance(vault: Path) -> None:
    (vault.parent / "cache").write_text("a file where the folder should be")
    found, cache = cached(vault)
    assert found == plain(vault)
    assert "cannot be written" in cache.remarks[-1]


def test_what_does_not_fit_messagepack_is_not_packed() -> None:
    assert pack(Note("a.md", "\ud800", 0)) is None


def test_a_file_that_cannot_be_read_is_not_kept(vault: Path, parsed: list[str]) -> None:
    (vault / "gone.md").symlink_to("nowhere.md")
    entries = [*discover(vault).entries, module.Entry("ghost.md", 5, 1, "ghost.md", 1)]
    for _ in range(2):
        parsed.clear()
        notes = read_notes(vault, entries, jobs=1, cache=NoteCache(vault.parent / "cache", vault))
        assert [problem.kind for problem in notes["ghost.md"].problems] == ["unreadable"]
        assert "ghost.md" in parsed


def test_runs_at_the_same_time_leave_a_whole_file(vault: Path) -> None:
    program = (
        "import sys\n"
        "from vaultkit.load import cache\n"
        "from vaultkit.load.discover import discover\n"
        "from vaultkit.load.read import read_notes\n"
        "root, folder = sys.argv[1:]\n"
        "for _ in range(20):\n"
        "    cache.SETTLED = -(1 << 62)\n"
        "    cache._code_stamp = lambda: ''\n"
        "    one = cache.NoteCache(folder, root)\n"
        "    notes = read_notes(root, discover(root).entries, jobs=1, cache=one)\n"
        "    assert notes['A.md'].headings, 'A.md'\n"
        "    assert not [remark for remark in one.remarks if 'damaged' in remark], one.remarks\n"
        "    one.file.unlink(missing_ok=True)\n"
    )
    command = [sys.executable, "-c", program, str(vault), str(vault.parent / "cache")]
    runs = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(3)]
    assert [run.communicate()[1].decode() for run in runs] == [""] * 3
    assert not list((vault.parent / "cache").glob("*.tmp"))


def test_the_folder_of_each_platform() -> None:
    home = Path.home()
    assert default_folder({"VAULTKIT_CACHE_DIR": "x/y"}, "linux") == Path("x/y")
    assert default_folder({}, "linux") == Path(home, ".cache", "vaultkit")
    assert default_folder({"XDG_CACHE_HOME": "/c"}, "linux") == Path("/c/vaultkit")
    assert default_folder({"XDG_CACHE_HOME": "relative"}, "linux") == Path(home, ".cache", "vaultkit")
    assert default_folder({}, "darwin") == Path(home, "Library", "Caches", "vaultkit")
    assert default_folder({"LOCALAPPDATA": "/L"}, "win32") == Path("/L/vaultkit/Cache")
    assert default_folder({}, "win32") is None


def test_the_folder_tells_what_it_is_and_stays_small(tmp_path: Path) -> None:
    prepare(tmp_path)
    assert (tmp_path / ".gitignore").read_text() == "*\n"
    assert (tmp_path / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f06886806bc55")
    for age, name in enumerate(("new.notes", "old.notes", "older.notes")):
        (tmp_path / name).write_bytes(bytes(400))
        os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))
    (tmp_path / "abandoned.tmp").write_bytes(b"x")
    os.utime(tmp_path / "abandoned.tmp", (1, 1))
    evict(tmp_path, 900)
    assert sorted(path.name for path in tmp_path.glob("*.*s")) == ["new.notes", "old.notes"]
    assert not (tmp_path / "abandoned.tmp").exists()
    assert clean(tmp_path) == (2, 800)
    assert clean(tmp_path / "nowhere") == (0, 0)
