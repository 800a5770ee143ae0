"""What vaultkit reads from the vault's own `.obsidian` folder."""

from __future__ import annotations

import msgspec


class ObsidianSettings(msgspec.Struct, frozen=True):
    """Settings of Obsidian that change what a vault means; the defaults are Obsidian's own.

    Sources: `.obsidian/app.json`, `types.json`, `templates.json`, `daily-notes.json` and Templater's
    `data.json`. Folders are vault-relative without slashes at the ends; an empty string is the root.
    """

    new_link_format: str = "shortest"
    use_markdown_links: bool = False
    attachment_folder: str = "/"
    ignore_filters: tuple[str, ...] = ()
    show_unsupported_files: bool = False
    template_folders: tuple[str, ...] = ()
    template_files: tuple[str, ...] = ()  # single notes used as templates, such as the daily note's
    daily_folder: str | None = None
    daily_format: str = "YYYY-MM-DD"
    property_types: dict[str, str] = {}
    problems: tuple[str, ...] = ()
