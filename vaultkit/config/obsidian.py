"""What the vault's own `.obsidian` folder says.

A file that is absent means Obsidian's defaults. A file that cannot be read, is not JSON or holds a value
of the wrong type is named in `ObsidianSettings.problems`; nothing here raises.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from vaultkit.model.settings import ObsidianSettings

OBSIDIAN_FOLDER = ".obsidian"

APP = "app.json"
TYPES = "types.json"
TEMPLATES = "templates.json"
DAILY_NOTES = "daily-notes.json"
TEMPLATER = "plugins/templater-obsidian/data.json"
SETTINGS_FILES = (APP, TYPES, TEMPLATES, DAILY_NOTES, TEMPLATER)

_DEFAULTS = "; until it is mended or deleted, Obsidian's defaults are used"

Read = Callable[[str], bytes | None]
"""Returns the bytes of a file of the config folder, None where there is none, or raises OSError."""


def read_obsidian_settings(root: str | Path) -> ObsidianSettings:
    """Return the settings that Obsidian keeps for the vault at `root`."""
    folder = Path(root) / OBSIDIAN_FOLDER

    def read(name: str) -> bytes | None:
        path = folder / name
        return path.read_bytes() if path.is_file() else None

    return parse_obsidian_settings(read)


def parse_obsidian_settings(read: Read) -> ObsidianSettings:
    """Return the settings found in the files that `read` gives by their name in the config folder."""
    problems: list[str] = []
    app = _File(APP, read, problems)
    types = _File(TYPES, read, problems)
    templates = _File(TEMPLATES, read, problems)
    daily = _File(DAILY_NOTES, read, problems)
    templater = _File(TEMPLATER, read, problems)

    # Each plugin's template folder counts; Templater's empty string means "not set", not the root.
    folders = [file.text(key) for file, key in ((templates, "folder"), (templater, "templates_folder"))]
    daily_folder = daily.text("folder")
    return ObsidianSettings(
        new_link_format=app.choice("newLinkFormat", ("shortest", "relative", "absolute"), "shortest"),
        use_markdown_links=app.flag("useMarkdownLinks"),
        attachment_folder=_attachment_folder(app.text("attachmentFolderPath")),
        ignore_filters=app.filters("userIgnoreFilters"),
        show_unsupported_files=app.flag("showUnsupportedFiles"),
        template_folders=tuple(sorted({name for folder in folders if folder and (name := _folder(folder))})),
        template_files=tuple(sorted({file for file in [_note_path(daily.text("template"))] if file})),
        daily_folder=None if daily_folder is None else _folder(daily_folder),
        daily_format=daily.text("format") or "YYYY-MM-DD",
        property_types=types.texts("types"),
        problems=tuple(problems),
    )


def _folder(path: str) -> str:
    return path.replace("\\", "/").strip().strip("/")


def _attachment_folder(path: str | None) -> str:
    """`/` is the root, `.` and `./sub` are relative to the note and stay as written."""
    if path is None or not path.strip("/ "):
        return "/"
    return path if path.startswith(".") else _folder(path)


def _note_path(path: str | None) -> str | None:
    """A template is named without its extension, as a rule."""
    if path is None or not (name := _folder(path)):
        return None
    return name if name.lower().endswith(".md") else name + ".md"


class _File:
    """One JSON file of the config folder; every wrong value becomes a problem and counts as absent."""

    def __init__(self, name: str, read: Read, problems: list[str]) -> None:
        self._name = f"{OBSIDIAN_FOLDER}/{name}"
        self._problems = problems
        self._values: dict[str, Any] = {}
        try:
            data = read(name)
            values = {} if data is None else msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
        except OSError as error:
            self._report(f"cannot be read ({error.strerror}){_DEFAULTS}")
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            self._report(f"is not valid JSON ({error}){_DEFAULTS}")
        else:
            if isinstance(values, dict):
                self._values = values
            else:
                self._report(f"does not hold a JSON object{_DEFAULTS}")

    def _report(self, what: str) -> None:
        self._problems.append(f"{self._name} {what}")

    def _get(self, key: str, kind: type, called: str) -> Any:
        value = self._values.get(key)
        if value is None or isinstance(value, kind):
            return value
        self._report(f"holds a {key!r} that is not {called}")
        return None

    def text(self, key: str) -> str | None:
        value = self._get(key, str, "a text")
        return value if isinstance(value, str) else None

    def flag(self, key: str) -> bool:
        return self._get(key, bool, "true or false") is True

    def choice(self, key: str, choices: tuple[str, ...], default: str) -> str:
        value = self.text(key)
        if value is None or value in choices:
            return value or default
        self._report(f"holds a {key!r} that is none of {', '.join(choices)}")
        return default

    def texts(self, key: str) -> dict[str, str]:
        values = self._get(key, dict, "an object") or {}
        kept = {name: value for name, value in values.items() if isinstance(value, str)}
        if len(kept) < len(values):
            self._report(f"holds values under {key!r} that are not texts")
        return kept

    def filters(self, key: str) -> tuple[str, ...]:
        """Return the exclusion filters: literal prefixes and `/regular expressions/` that compile."""
        values = self._get(key, list, "a list") or []
        kept: list[str] = []
        for value in values:
            if not isinstance(value, str):
                self._report(f"holds a value in {key!r} that is not a text")
            elif not value:
                continue
            elif is_regex_filter(value) and compile_filter(value) is None:
                self._report(f"holds a regular expression in {key!r} that cannot be used: {value}")
            else:
                kept.append(value)
        return tuple(kept)


def is_regex_filter(text: str) -> bool:
    """Return whether an exclusion filter is written as a regular expression, between slashes."""
    return len(text) > 2 and text.startswith("/") and text.endswith("/")


def compile_filter(text: str) -> re.Pattern[str] | None:
    """Return an exclusion filter as a pattern to `search` in a path, or None where it is not a valid one.

    A filter without slashes around it is a literal prefix of the path.
    """
    if not is_regex_filter(text):
        return re.compile(r"\A" + re.escape(text))
    try:
        return re.compile(text[1:-1])
    except (re.error, OverflowError, RecursionError):
        return None
