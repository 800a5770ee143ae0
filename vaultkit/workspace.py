"""A vault together with the part of it that was asked about."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import msgspec

from vaultkit.config import CONFIG_NAMES, Loaded, conventions, load_config
from vaultkit.errors import UsageError
from vaultkit.load.cache import NoteCache
from vaultkit.load.changes import Changes
from vaultkit.load.discover import is_hidden, is_parsed
from vaultkit.vault import Vault

MARKER = ".obsidian"
_NAMED = "name a folder, a .md file or a .canvas file"


class Comparison(msgspec.Struct, frozen=True):
    """What a vault is compared with: itself `before` some changes.

    `changed` are the files that are added, deleted, renamed or edited, by their paths before and after;
    `unlike_disk` are the notes whose files are not what the vault holds of them.
    """

    before: Vault
    changed: frozenset[str]
    unlike_disk: frozenset[str]


class Workspace(msgspec.Struct, frozen=True):
    """An opened vault, `paths`, the notes and files to report on (None: all of them), and its configuration.

    The vault is always read whole: paths choose what is reported, never what links can lead to. With a
    `comparison` it is the vault as git has it, and the paths are those of the changed notes.
    """

    vault: Vault
    root: Path
    paths: frozenset[str] | None = None
    loaded: Loaded = Loaded()
    comparison: Comparison | None = None

    @classmethod
    def open(
        cls,
        paths: Sequence[str | Path] = (),
        vault: str | Path | None = None,
        *,
        config: Sequence[str] | Loaded = (),
        changes: Changes | None = None,
        jobs: int | None = None,
        progress: Callable[[int, int], None] | None = None,
        cache: NoteCache | None = None,
        meanwhile: Callable[[], object] | None = None,
    ) -> Workspace:
        """Find the vault around `paths` (around the current folder by default), read it, and take in `paths`.

        Without paths the whole vault is asked about, from whichever of its folders.

        The vault is `vault` when given, else the nearest folder at or above the paths that holds
        `.obsidian`, else the nearest with a configuration file, else the folder that was given (for a
        note, its folder). `config` is the configuration, or values of `--config` for the one that is found
        (see `load_config`): it says which files are left out as if they were not there, and gives the vault
        its conventions. With `changes` the vault is the one that git has, and of `paths` the changed notes are
        asked about. `cache` holds the parsed notes of earlier runs; without one, all are parsed. `meanwhile` is
        called once, while other processes read the notes if some do.

        Raises:
            UsageError: a path is missing, is no note, or lies outside of the vault; there is no note; git fails.
            ConfigError: the configuration cannot be used.
        """
        given = _given(paths, vault)
        root = find_root(paths, vault)
        loaded = config if isinstance(config, Loaded) else load_config(root, config)
        ignored = loaded.ignored_targets()
        open_vault = partial(
            Vault.open,
            root,
            conventions=conventions(loaded),
            jobs=jobs,
            progress=progress,
            cache=cache,
            meanwhile=meanwhile,
        )
        if changes is not None:
            with changes.asked_ahead():
                return _compared(open_vault(), root, loaded, changes, given)
        opened = open_vault()
        if ignored:
            opened = opened.with_notes({}, [path for path in opened.files if ignored.match(path)])
        if not opened.notes:
            unread = next(iter(opened.problems), None)
            hint = unread or "name a folder that holds .md files, or set --vault"
            raise UsageError(f"no notes in {root}", hint=hint)
        _check_templates(opened, loaded)
        return cls(opened, root, _selected(opened, root, given) if paths else None, loaded)

    def with_buffer(self, place: str | Path, data: bytes) -> Workspace:
        """Return the workspace with `data` for what the note at `place` holds, and asked about that note alone.

        Raises:
            UsageError: `place` is no note, or lies outside of the vault.
        """
        path = _place_inside(Path(place), self.root)
        if not is_parsed(path) or is_hidden(path):
            raise UsageError(f"{place} is not a note", hint=_NAMED)
        return msgspec.structs.replace(
            self, vault=self.vault.with_notes({path: data}), paths=frozenset((path,))
        )


def _compared(
    opened: Vault, root: Path, loaded: Loaded, changes: Changes, given: Sequence[Path]
) -> Workspace:
    """Return the workspace of `changes` in the places `given`, with the vault as git has it."""
    places = [_place_inside(path, root) for path in given]
    ignored = loaded.ignored_targets()
    contents, untracked = changes.now(frozenset(opened.files))
    left_out = {*untracked, *filter(ignored.match, (*opened.files, *contents))}
    now = opened.with_notes(contents, left_out) if contents or left_out else opened
    old, added = changes.before()
    before = now.with_notes(old, {*added, *filter(ignored.match, old)})
    changed = frozenset(
        path
        for path in changes.paths()
        if any(not place or path == place or path.startswith(place + "/") for place in places)
    )
    asked = frozenset(path for path in changes.notes() if path in changed and path in now.notes)
    return Workspace(now, root, asked, loaded, Comparison(before, changed, frozenset(contents)))


def folder_from_here(root: Path) -> str:
    """Return the vault's folder as seen from the current one, with a final `/`.

    Empty where they are the same, or where the vault does not lie below: then paths stay the vault's own.
    """
    try:
        relative = os.path.relpath(os.path.realpath(root)).replace(os.sep, "/")
    except ValueError:  # two drives of Windows
        return ""
    return "" if relative == "." or relative.split("/")[0] == ".." else relative + "/"


def find_root(paths: Sequence[str | Path] = (), vault: str | Path | None = None) -> Path:
    """Return the root of the vault that `Workspace.open` would read.

    Raises:
        UsageError: a path is missing or is no note, or the paths have no vault in common.
    """
    given = _given(paths, vault)
    for path in given:
        _check_path(path, vault)
    return _given_root(Path(vault)) if vault is not None else _find_root(given)


def is_vault(root: Path) -> bool:
    """Return whether a folder says that it is a vault: it holds `.obsidian` or a configuration file."""
    return os.path.isdir(root / MARKER) or any(os.path.isfile(root / name) for name in CONFIG_NAMES)


def _given(paths: Sequence[str | Path], vault: str | Path | None) -> list[Path]:
    if "" in (*paths, vault):  # as Path, it would be the current folder: a variable that nobody set
        raise UsageError("a path is empty", hint="`.` is the current folder")
    return [Path(path) for path in paths] or [Path(vault) if vault is not None else Path()]


def _check_path(path: Path, vault: str | Path | None) -> None:
    if not os.path.lexists(path):
        inside = None if vault is None else Path(vault, path)
        known = inside is not None and os.path.lexists(inside)
        hint = f"paths are seen from the current folder: {inside}" if known else _near(path)
        raise UsageError(f"{path} does not exist", hint=hint)
    if path.is_dir():
        _require_access(path)
        return
    if path.suffix.lower() not in (".md", ".canvas"):
        raise UsageError(f"{path} is not a note", hint=_NAMED)
    if path.is_file():
        return
    if not path.is_symlink():
        raise UsageError(f"{path} is not a file", hint=_NAMED)
    target = os.path.realpath(path)
    why = "it leads to itself" if os.path.lexists(target) else f'there is no "{target}"'
    raise UsageError(f"{path} leads nowhere: {why}", hint="delete the symbolic link, or make a new one")


def _near(path: Path) -> str | None:
    """Return a hint at what beside the missing `path` is called almost so, or None."""
    from difflib import get_close_matches

    try:
        beside = {one.name.casefold(): one for one in sorted(path.parent.iterdir())}
    except OSError:
        return None
    near = get_close_matches(path.name.casefold(), beside, 2)
    return f"did you mean {' or '.join(str(beside[name]) for name in near)}?" if near else None


def _given_root(vault: Path) -> Path:
    if not vault.exists():
        raise UsageError(f"the vault {vault} does not exist", hint=_near(vault))
    if not vault.is_dir():
        raise UsageError(f"the vault {vault} is not a folder", hint="name the folder that the notes are in")
    _require_access(vault)
    return vault


def _require_access(folder: Path) -> None:
    if not os.access(folder, os.R_OK | os.X_OK):
        raise UsageError(f"the folder {folder} cannot be read", hint="repair its permissions (`chmod u+rx`)")


def _find_root(given: Sequence[Path]) -> Path:
    """Return the vault around all of `given`."""
    folders = [path if path.is_dir() else path.parent for path in given]
    absolute = [Path(os.path.abspath(folder)) for folder in folders]  # noqa: PTH100  keeps symlinks as given
    common = Path(os.path.commonpath(absolute))
    for folder in (common, *common.parents):
        if os.path.isdir(folder / MARKER):
            return folder
    if any(os.path.isdir(folder / MARKER) for folder in absolute):
        raise UsageError(
            "the paths lie in different vaults", hint="check one vault at a time, or set --vault"
        )
    for folder in (common, *common.parents):
        if any(os.path.isfile(folder / name) for name in CONFIG_NAMES):
            return folder
    if common == Path(common.anchor):
        raise UsageError("the paths have no folder in common", hint="say with --vault where the vault is")
    return folders[0] if len(folders) == 1 else common


def _check_templates(vault: Vault, loaded: Loaded) -> None:
    for name, settings in vault.conventions.types.items():
        if settings.template is not None and settings.template not in vault.notes:
            key = f"types.{name}.template"
            raise loaded.error(
                key,
                f'{key}: there is no note "{settings.template}"',
                "a path from the vault's root, with .md",
            )


def _selected(vault: Vault, root: Path, given: Sequence[Path]) -> frozenset[str] | None:
    """Return the notes and other files that `given` names, or None where that is the whole vault."""
    chosen: set[str] = set()
    for path in given:
        inside = _place_inside(path, root)
        if not inside:
            return None
        found = [known for known in vault.files if known == inside or known.startswith(inside + "/")]
        if not found:
            raise UsageError(f"no notes in {path}", hint=_hidden_hint(path, inside))
        chosen.update(found)
    return frozenset(chosen)


def _place_inside(path: Path, root: Path) -> str:
    """Return `path` seen from `root`, empty for the root itself."""
    inside = seen_from_root(path, root)
    if inside is None:
        raise UsageError(f"{path} lies outside of the vault {root}")
    return inside


def seen_from_root(path: Path, root: Path) -> str | None:
    """Return `path` seen from `root` with `/`, empty for the root itself, None for outside."""
    for place, top in (
        (os.path.abspath(path), os.path.abspath(root)),  # noqa: PTH100  keeps symlinks as given
        (os.path.realpath(path), os.path.realpath(root)),
    ):
        relative = os.path.relpath(place, top).replace(os.sep, "/")
        if relative == ".":
            return ""
        if relative != ".." and not relative.startswith("../"):
            return _as_known(relative)
    return None


def _as_known(relative: str) -> str:
    """Return a path as the vault spells it: names that are no Unicode are spelt out there."""
    from vaultkit.load.discover import valid_unicode

    return valid_unicode(relative)


def _hidden_hint(path: Path, inside: str) -> str | None:
    """Return why nothing is known of a `path` that is there, by its name `inside` the vault; None for no reason."""
    if any(part.startswith(".") for part in inside.split("/")):
        return "Obsidian does not see names that begin with a dot"
    if path.is_symlink():
        return "a symbolic link out of the vault is not followed"
    return None
