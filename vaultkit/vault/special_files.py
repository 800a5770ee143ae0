"""Files of a vault that are not what all others are: templates, files that Obsidian hides, canvases.

Each file is what it is by its path and the settings alone, whatever others there are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from vaultkit.config import compile_filter
from vaultkit.load.discover import is_canvas
from vaultkit.model.settings import Conventions, ObsidianSettings

# "Templates", "_templates", "99 - Templates": what people call the folder when no setting names it.
_TEMPLATE_FOLDER = re.compile(r"(?:^|/)[\W\d_]*templates?[\W_]*/", re.IGNORECASE)


def special_among(
    files: Collection[str], settings: ObsidianSettings, conventions: Conventions
) -> dict[str, frozenset[str]]:
    """Return those of `files` that are special, by what a vault calls them."""
    return {
        "templates": templates_among(files, settings, conventions),
        "excluded": excluded_among(files, settings),
        "canvases": canvases_among(files),
    }


def templates_among(
    files: Iterable[str], settings: ObsidianSettings, conventions: Conventions
) -> frozenset[str]:
    """Return those of `files` that lie in folders for templates, and all notes that are named as templates."""
    if settings.template_folders:
        prefixes = tuple(folder + "/" for folder in settings.template_folders)
        inside = [path for path in files if path.startswith(prefixes)]
    else:
        folders = {path: path.rpartition("/")[0] for path in files}
        like = {folder for folder in set(folders.values()) if _TEMPLATE_FOLDER.search(folder + "/")}
        inside = [path for path, folder in folders.items() if folder in like]
    configured = (one.template for one in conventions.types.values() if one.template)
    return frozenset((*inside, *settings.template_files, *configured))


def excluded_among(files: Iterable[str], settings: ObsidianSettings) -> frozenset[str]:
    """Return those of `files` that Obsidian's "Excluded files" hide."""
    compiled = (compile_filter(text) for text in settings.ignore_filters)
    patterns = [pattern for pattern in compiled if pattern is not None]
    return frozenset(
        path for path in (files if patterns else ()) if any(one.search(path) for one in patterns)
    )


def canvases_among(files: Iterable[str]) -> frozenset[str]:
    """Return those of `files` that are canvases."""
    return frozenset(path for path in files if is_canvas(path))
