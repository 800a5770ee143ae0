"""Whatever lies in a vault: a message or a finding, no traceback, no hang."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

BAD = {
    "Binary.md": bytes(range(256)) * 40,
    "Long line.md": b"word " * 199_000 + b"[[Plain]] " * 1_000,
    "Long word.md": b"x" * 1_000_000,
    "Late properties.md": b"\r\n---\r\nkey: value\r\n" + b"- item\r\n" * 5000,
    "Conflicts.md": b"<<<<<<< ours\n=======\n" * 1000,
    "Brackets.md": b"[" * 10_000,
    "Closed brackets.md": b"[" * 10_000 + b"]" * 10_000,
    "Wikilinks.md": b"[[" * 10_000 + b"]]" * 10_000,
    "Quotes.md": b"> " * 10_000 + b"end",
    "Emphasis.md": b"*_" * 10_000,
    "Backticks.md": b"`" * 10_001,
    "Dollars.md": b"$ " * 10_001,
    "Comments.md": b"%% " * 10_001,
    "Nul.md": b"text\0\0\0text",
    "Utf16.md": "Prague in UTF-16".encode("utf-16"),
    "Deep yaml.md": b"---\na: " + b"[" * 5_000 + b"]" * 5_000 + b"\n---\n",
    "Bomb.md": b"---\na: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n---\n",
    "Nested yaml.md": b"---\n" + b"".join(b" " * n + b"a:\n" for n in range(500)) + b"---\n",
    "Empty.md": b"",
    "Only frontmatter.md": b"---\n---",
    "Canvas.canvas": b"{]",
    "Surrogates.canvas": b'{"nodes":[{"id":"1","type":"file","file":"\\ud800.md"},{"id":"2","type":"text","text":"[[\\ud800]]"}]}',
    "Escape.md": b"![[\x1b[31mred.png]]\n",
    "line\nbreak.md": b"![[gone.png]]\n",
    'quote"d.md': b"![[gone.png]]\n",
    ".obsidian/app.json": b"not json",
}


@pytest.fixture(scope="module")
def bad_vault(tmp_path_factory) -> Path:
    """A vault that is parsed once and then known from the cache: what is said of it is looked at here."""
    root = tmp_path_factory.mktemp("bad")
    for path, content in BAD.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_bytes(content)
    if os.name == "posix":
        (root / os.fsdecode(b"latin\xe9.md")).write_bytes(b"![[gone.png]]\n")
    return root


@pytest.mark.parametrize(
    "arguments",
    [
        ["lint"],
        ["lint", "--format", "concise", "--show-info"],
        ["lint", "--format", "json"],
        ["lint", "--statistics"],
        ["lint", "--diff", "--unsafe-fixes"],
        ["inspect"],
        ["inspect", "--format", "json"],
    ],
)
def test_bad_files_are_findings(arguments, vaultkit, bad_vault) -> None:
    done = vaultkit(*arguments, bad_vault)

    assert done.code == (1 if arguments[0] == "lint" else 0) or "--diff" in arguments
    assert "\x1b" not in done.out
    if "json" in arguments:
        json.loads(done.out)


def test_each_bad_file_says_what_is_wrong(vaultkit, bad_vault) -> None:
    done = vaultkit("lint", "--format", "json", bad_vault)
    found = {(row["path"], row["code"]) for row in json.loads(done.out)["findings"]}

    assert ("Binary.md", "TXT001") in found
    assert ("Utf16.md", "TXT001") in found
    assert ("Nul.md", "TXT007") in found
    assert ("Canvas.canvas", "EMB006") in found
    assert ("line\nbreak.md", "EMB001") in found


def test_a_line_of_many_findings(vaultkit, on_disk) -> None:
    done = vaultkit("lint", "--format", "json", on_disk({"Dense line.md": "word [[Plain]] " * 20_000}))
    assert len(json.loads(done.out)["findings"]) == 20_000


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="the permissions of a file do not bind us here"
)
def test_a_file_without_permission(vaultkit, on_disk) -> None:
    root = on_disk({"A.md": "text\n", "B.md": "[[A]]\n"})
    (root / "A.md").chmod(0)
    done = vaultkit("lint", root, "--format", "concise")
    assert done.code == 1
    assert "A.md:1:1: TXT006" in done.out


def test_an_unreadable_note_is_a_finding(vaultkit, on_disk, monkeypatch) -> None:
    root = on_disk({"A.md": "text\n", "B.md": "[[A]]\n"})

    def refuse(_root: object, disk: str) -> bytes:
        if disk == "A.md":
            raise PermissionError(13, "Permission denied")
        return (root / disk).read_bytes()

    monkeypatch.setattr("vaultkit.load.file.read_bytes", refuse)
    done = vaultkit("lint", root)
    assert done.code == 1
    assert "A.md:1:1: error[TXT006]" in done.out
    assert "Permission denied" in done.out


def test_a_canvas_nested_too_deeply_is_a_finding(vaultkit, on_disk) -> None:
    done = vaultkit("lint", on_disk({"Deep.canvas": b"[" * 100_000}))
    assert done.code == 1
    assert "EMB006" in done.out


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["graph", "-o", f"{'x' * 300}.json"], 2),
        (["graph", "-o", f"{'x' * 300}/graph.json"], 2),
        (["graph", "--html", f"{'x' * 300}.html"], 2),
        (["lint", "--cache-dir", "x" * 300], 0),
        (["lint", "--add-ignore", "a reason " * 40], 0),
    ],
)
def test_no_file_can_have_so_long_a_name(arguments, code, vaultkit, on_disk) -> None:
    done = vaultkit(*arguments, "--vault", on_disk({"A.md": "text\n"}))
    assert (done.code, "internal error" in done.err) == (code, False)
