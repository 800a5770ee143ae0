from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from vaultkit.config import compile_filter, parse_obsidian_settings, read_obsidian_settings
from vaultkit.model.settings import ObsidianSettings


def parse(**files: Any) -> ObsidianSettings:
    names = {
        "app": "app.json",
        "types": "types.json",
        "templates": "templates.json",
        "daily": "daily-notes.json",
    }
    names["templater"] = "plugins/templater-obsidian/data.json"
    contents = {names[key]: value for key, value in files.items()}
    return parse_obsidian_settings(
        lambda name: (
            None
            if name not in contents
            else contents[name]
            if isinstance(contents[name], bytes)
            else json.dumps(contents[name]).encode()
        )
    )


def test_nothing_there_means_the_defaults_of_obsidian(tmp_path: Path) -> None:
    assert parse() == ObsidianSettings()
    assert read_obsidian_settings(tmp_path) == ObsidianSettings()
    (tmp_path / ".obsidian").write_text("a file, not a folder")
    assert read_obsidian_settings(tmp_path) == ObsidianSettings()


def test_every_setting_is_read(tmp_path: Path) -> None:
    files = {
        "app.json": {
            "newLinkFormat": "relative",
            "useMarkdownLinks": True,
            "attachmentFolderPath": "./files",
            "userIgnoreFilters": ["Private/", "/drafts?/"],
            "showUnsupportedFiles": True,
        },
        "types.json": {"types": {"read": "checkbox"}},
        "templates.json": {"folder": "/Templates/"},
        "daily-notes.json": {"folder": "Log", "format": "YYYY/MM-DD", "template": "Snippets/Day"},
        "plugins/templater-obsidian/data.json": {"templates_folder": "_meta/templates"},
    }
    for name, value in files.items():
        path = tmp_path / ".obsidian" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\ufeff" + json.dumps(value), encoding="utf-8")
    assert read_obsidian_settings(tmp_path) == ObsidianSettings(
        new_link_format="relative",
        use_markdown_links=True,
        attachment_folder="./files",
        ignore_filters=("Private/", "/drafts?/"),
        show_unsupported_files=True,
        template_folders=("Templates", "_meta/templates"),
        template_files=("Snippets/Day.md",),
        daily_folder="Log",
        daily_format="YYYY/MM-DD",
        property_types={"read": "checkbox"},
    )


@pytest.mark.parametrize("broken", [b"{", b"\xff\xfe{}", b"[1]", b"null", b'"x"', b"[" * 100_000])
def test_a_broken_file_is_named_and_the_others_still_count(broken: bytes) -> None:
    settings = parse(app=broken, templates={"folder": "T"})
    assert settings.template_folders == ("T",)
    assert len(settings.problems) == 1
    assert settings.problems[0].startswith(".obsidian/app.json ")


@pytest.mark.parametrize(
    "values",
    [
        {"newLinkFormat": 3},
        {"newLinkFormat": "longest"},
        {"useMarkdownLinks": "yes"},
        {"attachmentFolderPath": ["x"]},
        {"userIgnoreFilters": "Private/"},
        {"userIgnoreFilters": [7]},
        {"userIgnoreFilters": ["/(/"]},
    ],
)
def test_a_wrong_value_counts_as_absent_and_is_named(values: dict[str, Any]) -> None:
    settings = parse(app=values)
    assert [next(iter(values)) in problem for problem in settings.problems] == [True]
    assert parse(app=values, types={"types": {"a": 1, "b": "text"}}).property_types == {"b": "text"}
    assert settings == ObsidianSettings(problems=settings.problems)


def test_unset_template_folders_are_not_the_whole_vault() -> None:
    settings = parse(templater={"templates_folder": ""}, templates={"folder": "/"}, daily={"template": ""})
    assert (settings.template_folders, settings.template_files, settings.problems) == ((), (), ())


def test_an_unreadable_file_is_a_problem() -> None:
    def refuse(name: str) -> bytes | None:
        raise PermissionError(13, "Permission denied")

    assert len(parse_obsidian_settings(refuse).problems) == 5


@pytest.mark.parametrize(
    ("text", "path", "hit"),
    [
        ("Private/", "Private/x.md", True),
        ("Private/", "a/Private/x.md", False),
        ("Pri", "Private/x.md", True),
        ("a.b", "aXb.md", False),
        ("/\\.excalidraw/", "deep/x.excalidraw.md", True),
        ("/^top/", "x/top.md", False),
    ],
)
def test_exclusion_filters(text: str, path: str, hit: bool) -> None:
    pattern = compile_filter(text)
    assert pattern is not None
    assert (pattern.search(path) is not None) == hit
