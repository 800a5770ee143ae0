"""Findings about files that are no notes."""

from __future__ import annotations

import pytest

from vaultkit.config import parse_config
from vaultkit.lint.incremental import Checker
from vaultkit.lint.policy import make_policy
from vaultkit.lint.runner import check
from vaultkit.lint.selection import select
from vaultkit.vault import Vault

UNUSED = select(["EMB004"])
TEXTS: dict[str, str | bytes] = {"a.md": "![[used.png]]\n", "used.png": b"\x89PNG", "Old/left.pdf": b"%PDF"}


def paths(vault: Vault, **options: object) -> list[str]:
    return [one.path for one in check(vault, UNUSED, **options)]  # type: ignore[arg-type]


def test_a_file_is_reported_by_its_path() -> None:
    assert paths(Vault.from_texts(TEXTS)) == ["Old/left.pdf"]


def test_paths_and_configuration_limit_files_like_notes() -> None:
    vault = Vault.from_texts(TEXTS)
    assert paths(vault, paths=["a.md"]) == []
    assert paths(vault, paths=["Old/left.pdf"]) == ["Old/left.pdf"]
    policy = make_policy(parse_config('[lint]\nexclude = ["Old/**"]'))
    assert paths(vault, policy=policy) == []
    filtered = {**TEXTS, ".obsidian/app.json": '{"userIgnoreFilters": ["Old/"]}'}
    assert paths(Vault.from_texts(filtered)) == []


@pytest.mark.parametrize(
    "texts",
    [
        {"b.md": "[the file](Old/left.pdf)\n"},
        {"b.md": "![[left.pdf#page=2]]\n"},
        {"b.md": "---\nfile: Old/left.pdf\n---\n"},
        {"b.md": '---\nfiles:\n  - "[[left.pdf]]"\n---\n'},
        {"b.md": '<a href="Old/left.pdf?x#y">x</a>\n'},
        {"b.md": "<embed src='Old%2Fleft.pdf'>\n"},
        {
            "b.canvas": '{"nodes":[{"id":"1","type":"file","file":"Old/left.pdf","x":0,"y":0,"width":1,"height":1}]}'
        },
        {"b.base": "views:\n  - image: left.pdf\n"},
        {"Templates/t.md": "![[left.pdf]]\n"},
    ],
)
def test_every_way_to_name_a_file_counts(texts: dict[str, str | bytes]) -> None:
    assert paths(Vault.from_texts({**TEXTS, **texts})) == []


def test_findings_of_files_follow_a_changing_vault() -> None:
    vault = Vault.from_texts(TEXTS)
    checker = Checker(vault, make_policy(parse_config('[lint]\nselect = ["EMB004"]')))
    assert [one.path for one in checker.findings] == ["Old/left.pdf"]
    now = vault.with_notes({"b.md": "![[left.pdf]]\n"})
    checker.update(now, ["b.md"])
    assert checker.findings == []
    checker.update(now.with_notes({"a.md": "nothing\n"}), ["a.md"])
    assert [one.path for one in checker.findings] == ["used.png"]


def test_a_text_of_one_long_line_takes_no_time() -> None:
    page = b"<img src=data:image/png;base64," + b"a" * 1_000_000 + b"><a href=Old/left.pdf>"
    assert paths(Vault.from_texts({**TEXTS, "page.html": page})) == []
