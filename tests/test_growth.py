"""How work grows with a vault, counted and not timed: ten times the notes, at most eleven times the work.

Counted are calls of Python functions inside the package, which is what a busy machine cannot change, and for
a single edit the notes parsed, the links looked up and the notes that rules judge.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from tests.benchmarks.generate import generate
from vaultkit.graph import build_graph
from vaultkit.lint import check, fix
from vaultkit.lint.add_ignore import add_ignores
from vaultkit.lint.incremental import Checker
from vaultkit.load.cache import NoteCache
from vaultkit.vault import Vault
from vaultkit.vault.suggest import NearNames

SMALL, LARGE = 30, 300
PACKAGE = str(Path(__file__).parents[1] / "vaultkit")


@pytest.fixture(scope="module")
def vaults(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two vaults of the same kind, one ten times as large."""
    folder = tmp_path_factory.mktemp("growth")
    for count in (SMALL, LARGE):
        generate(folder / str(count), count)
    return folder / str(SMALL), folder / str(LARGE)


def calls(work: Callable[[], object]) -> Counter[str]:
    """Return how often each function of the package is called while `work` is done."""
    counted: Counter[str] = Counter()

    def count(frame, event: str, argument: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(PACKAGE):
            counted[frame.f_code.co_name] += 1

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


def texts(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def test_parsing_checking_and_the_graph_grow_with_the_vault(vaults: tuple[Path, Path]) -> None:
    contents = [texts(root) for root in vaults]
    opened = [Vault.from_texts(content) for content in contents]
    for work, given in ((Vault.from_texts, contents), (check, opened), (build_graph, opened)):
        small, large = (calls(partial(work, one)).total() for one in given)
        assert small > 1000
        assert large <= 11 * small, work.__name__


def test_a_warm_run_grows_with_the_vault_and_parses_nothing(
    vaults: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vaultkit.load.cache.SETTLED", -(1 << 62))

    def open_warm(root: Path) -> None:
        check(Vault.open(root, jobs=1, cache=NoteCache(tmp_path, root)))

    for root in vaults:
        open_warm(root)
    small, large = (calls(partial(open_warm, root)) for root in vaults)
    assert small["parse_note"] == large["parse_note"] == 0
    assert large.total() <= 11 * small.total()


def test_notes_with_nothing_to_say_are_not_decoded(vaults: tuple[Path, Path], tmp_path: Path) -> None:
    root = vaults[1]
    for _ in range(2):
        vault = Vault.open(root, jobs=1, cache=NoteCache(tmp_path, root))
    decoded = calls(lambda: check(vault))["unpack"]
    concerned = {finding.path for finding in check(vault)}
    assert decoded <= 2 * len(concerned) < len(vault.notes)


def test_one_edit_costs_the_same_in_a_large_vault(vaults: tuple[Path, Path]) -> None:
    costs = []
    for root in vaults:
        checker = Checker(Vault.from_texts(texts(root)))
        path = max(checker.vault.notes)
        for line in ("\nA word.\n", "\nAnother one, and [[Nowhere]].\n"):  # the first one makes the index
            edited = checker.vault.with_notes({path: checker.vault.text(path) + line})
            done = calls(partial(checker.update, edited, [path]))
        costs.append((done["_look"], done["check"]))
    assert costs[0] == costs[1]
    assert costs[0][0] == 1


def test_work_on_one_note_grows_with_its_findings() -> None:
    comment = " %% vaultkit: ignore[LNK008] %%"
    for work, line in (
        (check, f"[[a||b]]{comment}\n\n"),
        (check, "[[a||b]] %% vaultkit: ignore-file[LNK008] %%\n\n"),
        (check, "%% vaultkit: ignore-start[LNK001] %%\n\n%% vaultkit: ignore-end[LNK008] %%\n\n"),
        (check, "[[https://example.org/a]]\n\n"),
        (check, "<% x[0]() %>\n\n"),
        (partial(fix, unsafe=True), "[[a||b]]\n\n"),
        (lambda vault: add_ignores(vault, check(vault)), "[[a||b]]\n\n"),
        (lambda vault: add_ignores(vault, check(vault)), "Two [[a||b]] lines\n===\n\n"),
    ):
        small, large = (
            calls(partial(work, Vault.from_texts({"n.md": line * count}))).total() for count in (20, 400)
        )
        assert large <= 20 * small, line


def test_names_come_and_go_in_time_that_grows_with_their_number() -> None:
    days = NearNames(["Note.md"]).index()
    small, large = (
        calls(partial(days.changed, (), [f"Day {day}.md" for day in range(count)])).total()
        for count in (20, 400)
    )
    assert large <= 21 * small
