from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.config import (
    Config,
    Globs,
    compile_filter,
    conventions,
    load_config,
    parse_obsidian_settings,
    read_obsidian_settings,
)
from vaultkit.errors import ConfigError
from vaultkit.model.settings import ObsidianSettings
from vaultkit.report.config import toml


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


@pytest.mark.parametrize(
    ("glob", "covered", "spared"),
    [
        ("Archive", ["Archive/a.md", "x/Archive/y/z.md", "Archive"], ["Archives/a.md", "a/Archive.md"]),
        ("Archive/", ["Archive/a.md", "x/Archive/a.md"], ["Archive2/a.md"]),
        ("/Archive", ["Archive/a.md"], ["x/Archive/a.md"]),
        ("a/*.md", ["a/b.md", "a/.md"], ["a/b/c.md", "x/a/b.md", "a/b.mdx"]),
        ("a/**", ["a/b", "a/b/c.md"], ["ab/c"]),
        ("**/b.md", ["b.md", "a/b.md", "a/c/b.md"], ["ab.md"]),
        ("a/**/b", ["a/b", "a/x/y/b/c"], ["ab"]),
        ("*.{md,canvas}", ["x.md", "a/x.canvas"], ["x.png", "x.md2"]),
        ("?.md", ["a.md", "x/a.md"], ["ab.md"]),
        ("[ab].md", ["a.md"], ["c.md", "[ab].md"]),
        ("[!ab].md", ["c.md"], ["a.md"]),
        ("a[!b]c", ["axc"], ["abc", "a/c"]),
        (r"\[ab\].md", ["[ab].md"], ["a.md"]),
        ("Lern (1)+.md", ["Lern (1)+.md"], ["Lern 1.md"]),
        ("a}b,c", ["a}b,c"], ["a"]),
    ],
)
def test_globs(glob: str, covered: list[str], spared: list[str]) -> None:
    globs = Globs([glob])
    assert [path for path in covered if not globs.match(path)] == []
    assert [path for path in spared if globs.match(path)] == []


@pytest.mark.parametrize("glob", ["", "/", "./", "{a", "[z-a]"])
def test_globs_that_mean_nothing_are_refused(glob: str) -> None:
    with pytest.raises(ValueError, match="glob"):
        Globs([glob])


@given(
    st.lists(st.text(alphabet="ab/*?[]{}!,.\\^-()|", max_size=12), max_size=3),
    st.text(alphabet="ab/[]{}", max_size=9),
)
def test_any_glob_is_refused_or_can_be_asked(sources: list[str], path: str) -> None:
    try:
        globs = Globs(sources)
    except ValueError:
        return
    assert globs.match(path) in (True, False)


@given(st.text(alphabet="ab.c-_ [](){}|+^$", min_size=1, max_size=12))
def test_a_name_escaped_covers_itself_and_nothing_else(name: str) -> None:
    globs = Globs(["/" + "".join("\\" + one for one in name)])
    assert globs.match(name)
    assert not globs.match(name + "x")


@given(
    st.recursive(
        st.none() | st.booleans() | st.text(max_size=5) | st.integers(),
        lambda inner: (
            st.lists(inner, max_size=2)
            | st.dictionaries(
                st.sampled_from(["lint", "select", "overrides", "files", "rules", "severity", "x"]),
                inner,
                max_size=3,
            )
        ),
        max_leaves=8,
    )
)
def test_any_toml_is_read_or_refused(value: Any) -> None:
    if not isinstance(value, dict):
        value = {"lint": value}
    with TemporaryDirectory() as folder:
        text = "\n".join(f"{key} = {toml(item)}" for key, item in value.items() if item is not None)
        (Path(folder) / "vaultkit.toml").write_text(text, encoding="utf-8")
        try:
            loaded = load_config(folder)
        except ConfigError as error:
            assert "vaultkit.toml" in error.message  # noqa: PT017
        else:
            assert isinstance(loaded.config, Config)


def test_no_file_no_tomllib(tmp_path: Path) -> None:
    program = f"import sys; from vaultkit.config import load_config; load_config({str(tmp_path)!r}); print('tomllib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


def test_papers_that_are_one_are_named_by_any_of_their_addresses(tmp_path: Path) -> None:
    text = '[papers]\nmerge = [["https://doi.org/10.1000/X", "1706.03762", "url:example.org/a"]]\n'
    (tmp_path / "vaultkit.toml").write_text(text)
    assert conventions(load_config(tmp_path)).papers.merge == (
        ("doi:10.1000/x", "arxiv:1706.03762", "url:example.org/a"),
    )


@pytest.mark.parametrize("wrong", ["1706.0376", "some words", "doi:x", ""])
def test_papers_to_merge_must_be_named(tmp_path: Path, wrong: str) -> None:
    (tmp_path / "vaultkit.toml").write_text(f'[papers]\nmerge = [["arxiv:1706.03762", "{wrong}"]]\n')
    with pytest.raises(ConfigError, match=f'2: papers.merge: "{wrong}" names no work'):
        conventions(load_config(tmp_path))
