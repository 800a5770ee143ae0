"""What shells complete, asked as they ask for it."""

from __future__ import annotations

import pytest
from click.shell_completion import BashComplete

from vaultkit.cli.app import cli


def completed(words: list[str], begun: str) -> list[str]:
    shell = BashComplete(cli, {}, "vaultkit", "_VAULTKIT_COMPLETE")
    return [item.value for item in shell.get_completions(words, begun)]


@pytest.mark.parametrize(
    ("words", "begun", "expected"),
    [
        ([], "comm", ["communities"]),
        (["lint"], "--stag", ["--staged"]),
        (["lint", "--format"], "js", ["json", "jsonl"]),
        (["rule"], "broken-w", ["broken-wikilink"]),
        (["rule"], "lnk001", ["LNK001"]),
        (["lint", "--ignore"], "LNK,empty-s", ["LNK,empty-section"]),
        (["lint", "--select"], "LNK00", [f"LNK00{digit}" for digit in range(1, 10)]),
        (["schema"], "insp", ["inspect"]),
    ],
)
def test_what_can_follow(words: list[str], begun: str, expected: list[str]) -> None:
    assert completed(words, begun) == expected


def test_nothing_begun_offers_every_name() -> None:
    names = completed(["rule"], "")
    assert "broken-wikilink" in names
    assert "LNK001" not in names


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_each_shell_has_its_script(shell: str, vaultkit) -> None:
    done = vaultkit("completion", shell)
    assert done.code == 0
    assert f"_VAULTKIT_COMPLETE={shell}_complete" in done.out


def test_fish_gets_whole_what_has_commas(vaultkit) -> None:
    assert 'string split --max 1 ","' in vaultkit("completion", "fish").out


def test_paths_are_left_to_the_shell() -> None:
    shell = BashComplete(cli, {}, "vaultkit", "_VAULTKIT_COMPLETE")
    assert [item.type for item in shell.get_completions(["lint"], "not")] == ["file"]
    assert [item.type for item in shell.get_completions(["graph", "--html"], "not")] == ["file"]
