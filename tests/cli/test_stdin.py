"""A note as an editor has it: `vaultkit lint --stdin-filename`."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Done, Run

FILES = {
    ".obsidian/app.json": "{}",
    "Topics/Grokking.md": "# Late\n\nlearning ![[saved.png]]\n",
    "Log.md": "[[Grokking#Late]]\n",
}


@pytest.fixture
def lint(vaultkit: Run, on_disk: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Run `vaultkit lint` in a vault with a text on standard input."""
    monkeypatch.chdir(on_disk(FILES))

    def run(typed: bytes, *arguments: str) -> Done:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(typed)))
        return vaultkit("lint", "--format", "concise", "--quiet", *arguments)

    return run


def test_what_is_typed_takes_the_place_of_what_is_saved(lint: Callable[..., Done]) -> None:
    done = lint(
        "\ufeff# Late\r\n\r\n![[typed.png]]\r\n".encode(), "--stdin-filename", "Topics/Grokking.md", "-"
    )
    assert done == (1, 'Topics/Grokking.md:3:4: EMB001 no file "typed.png" in the vault\n', "")
    assert Path("Topics/Grokking.md").read_text() == FILES["Topics/Grokking.md"]


def test_links_that_lose_their_heading_are_reported(lint: Callable[..., Done]) -> None:
    done = lint(b"# Early\n\nlearning\n", "--stdin-filename", "Topics/Grokking.md")
    assert done == (1, 'Log.md:1:11: ANC001 no heading "Late" in "Grokking"\n', "")


def test_the_note_need_not_be_there(lint: Callable[..., Done]) -> None:
    done = lint(b"[[Grokking#Soon]] [[New]]\n", "--stdin-filename", "Topics/New.md", "--select", "ANC,LNK010")
    assert [line.split()[1] for line in done.out.splitlines()] == ["ANC001", "LNK010"]


def test_what_else_is_found_is_counted(vaultkit: Run, lint: Callable[..., Done]) -> None:
    lint(b"")
    counted = vaultkit("lint", "--stdin-filename", "Log.md").out
    assert counted.endswith("1 more finding in other notes (run without --stdin-filename to see them).\n")


def test_nothing_typed_is_an_empty_note(lint: Callable[..., Done]) -> None:
    assert lint(b"", "--stdin-filename", "Log.md") == (0, "", "")


def test_a_note_elsewhere_is_none_of_the_vault(lint: Callable[..., Done]) -> None:
    done = lint(b"", "--stdin-filename", "Log.md", "--vault", "Topics")
    assert (done.code, done.err) == (2, "error: Log.md lies outside of the vault Topics\n")


def test_what_is_typed_is_a_note(lint: Callable[..., Done]) -> None:
    done = lint(b"", "--stdin-filename", "Topics/plot.png")
    assert done.err.startswith("error: Topics/plot.png is not a note\n")
