"""Finds and reads vaultkit's one configuration file; nothing is merged but `--config key=value`."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec

from vaultkit.config.globs import Globs
from vaultkit.config.places import PYPROJECT, place_of
from vaultkit.config.settings import Config
from vaultkit.config.wording import did_you_mean, reworded
from vaultkit.errors import ConfigError
from vaultkit.patterns import lazy_pattern

CONFIG_NAMES = ("vaultkit.toml", ".vaultkit.toml")

_INLINE = lazy_pattern(r"\s*[A-Za-z0-9_-]+(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*\s*=")
_WHERE = lazy_pattern(r"(?P<what>.*?)(?: - at `\$?(?P<key>.*?)`)?", re.DOTALL)
_AT_LINE = lazy_pattern(r" \(at line (\d+), column (\d+)\)$")


class Loaded(msgspec.Struct, frozen=True):
    """A configuration and where it came from.

    `file` is None where no file was found. `given` and `inline` hold the dotted keys that stand in it, and
    those that `--config key=value` set; everything else has its default.
    """

    config: Config = Config()
    file: Path | None = None
    given: frozenset[str] = frozenset()
    inline: frozenset[str] = frozenset()

    def error(self, key: str, message: str, hint: str | None = None) -> ConfigError:
        """Return the error that something is wrong with `key` (dotted), naming file and line."""
        return ConfigError(f"{place_of(self.file, key)}{message}", hint=hint)

    def globs(self, key: str, sources: Sequence[str]) -> Globs:
        """Return the globs `sources` that stand under `key`.

        Raises:
            ConfigError: one cannot be used.
        """
        try:
            return Globs(sources)
        except ValueError as error:
            raise self.error(key, f"{key}: {error}") from error

    def ignored_targets(self) -> Globs:
        """The files that are left out of the vault, as if they were not there.

        Raises:
            ConfigError: a glob cannot be used.
        """
        return self.globs("lint.ignore-targets", self.config.lint.ignore_targets)


def load_config(root: str | Path, given: Sequence[str] = ()) -> Loaded:
    """Return the configuration of the vault at `root`.

    It is in `vaultkit.toml` or `.vaultkit.toml`, or in `pyproject.toml` under `[tool.vaultkit]`, in the root
    or the nearest folder above it. `given` are values of `--config`: a file to read in its place, or
    `key=value` in TOML, which wins over the file.

    Raises:
        ConfigError: the file cannot be read, or holds an unknown key or a value of the wrong type.
    """
    inline = [text for text in given if _INLINE.match(text) and not os.path.isfile(text)]
    files = [text for text in given if text not in inline]
    if len(files) > 1:
        raise ConfigError("--config names more than one file", hint="there is one configuration file")
    file, data = _read(Path(files[0]), asked_for=True) if files else _find(Path(root))
    merged: dict[str, Any] = dict(data or {})
    config = _config(merged, file)
    in_file = frozenset(_keys(merged))
    set_here: set[str] = set()
    for text in inline:
        added = _inline(text)
        set_here.update(_keys(added))
        merged = _merged(merged, added)
        config = _config(merged, None)
    return Loaded(config, file, in_file, frozenset(set_here))


def config_places(root: str | Path, given: Sequence[str] = ()) -> list[Path]:
    """Return the files that `load_config` would read or look for, whether they are there or not, nearest first."""
    files = [Path(text) for text in given if not _INLINE.match(text) or os.path.isfile(text)]
    top = Path(root).absolute()
    return files or [folder / name for folder in (top, *top.parents) for name in (*CONFIG_NAMES, PYPROJECT)]


def parse_config(text: str) -> Loaded:
    """Return the configuration that `text` is, the content of a `vaultkit.toml`.

    Raises:
        ConfigError: it holds an unknown key or a value of the wrong type.
    """
    data = _toml(text.encode("utf-8", "surrogateescape"), None)
    return Loaded(_config(data, None), None, frozenset(_keys(data)))


def _keys(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield the keys of `data` and, dotted, those of the tables in it."""
    for key, value in data.items():
        yield key
        if isinstance(value, dict):
            yield from (f"{key}.{inner}" for inner in value)


def _find(root: Path) -> tuple[Path | None, Mapping[str, Any] | None]:
    for place in config_places(root):
        # A link that leads nowhere, or a folder, is a mistake. That a `pyproject.toml` is one is not for us to say.
        if os.path.isfile(place) or (place.name != PYPROJECT and os.path.lexists(place)):
            file, data = _read(place, asked_for=False)
            if data is not None:
                return file, data
    return None, None


def _read(file: Path, *, asked_for: bool) -> tuple[Path, Mapping[str, Any] | None]:
    """Return the table of settings in `file`; None for a `pyproject.toml` that is not about vaultkit."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        hint = "--config takes a file, or KEY=VALUE such as lint.fail-on=error" if asked_for else None
        raise ConfigError(f"{file}: cannot be read ({error.strerror})", hint=hint) from error
    shared = file.name == PYPROJECT
    if shared and b"vaultkit" not in raw and not asked_for:
        return file, None
    data = _toml(raw.removeprefix(b"\xef\xbb\xbf"), file)
    if not shared:
        return file, data
    tool = data.get("tool")
    table = tool.get("vaultkit") if isinstance(tool, dict) else None
    if table is None:
        if asked_for:
            raise ConfigError(f"{file}: there is no table [tool.vaultkit]")
        return file, None
    if not isinstance(table, dict):
        raise ConfigError(f"{file}: tool.vaultkit is not a table")
    return file, table


def _toml(raw: bytes, file: Path | None) -> dict[str, Any]:
    import tomllib  # only where there is a file

    where = "--config" if file is None else str(file)
    try:
        return tomllib.loads(raw.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{where}: is not UTF-8 (byte {error.start})") from error
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        at = _AT_LINE.search(message)
        if at is None:
            raise ConfigError(f"{where}: is not valid TOML: {message}") from error
        line = "" if file is None else f":{at[1]}:{at[2]}"
        raise ConfigError(f"{where}{line}: is not valid TOML: {message[: at.start()]}") from error
    except RecursionError as error:
        raise ConfigError(f"{where}: is nested too deeply") from error


def _inline(text: str) -> dict[str, Any]:
    """Return `key=value` as data; a bare word is taken for a text, because shells eat quotes."""
    key, _, value = text.partition("=")
    if re.fullmatch(r"\s*[A-Za-z][\w-]*\s*", value) and value.strip() not in ("true", "false", "inf", "nan"):
        text = f'{key}="{value.strip()}"'
    return _toml(text.encode("utf-8", "surrogateescape"), None)


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Return `below` with the values of `above` in their places; tables are merged, lists are not."""
    result = dict(below)
    for key, value in above.items():
        old = result.get(key)
        result[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


def _config(data: Mapping[str, Any], file: Path | None) -> Config:
    for path, key, known in _unknown(data, Config, ""):
        raise ConfigError(
            f'{place_of(file, f"{path}.{key}")}unknown key "{path}{"." if path else ""}{key}"',
            hint=did_you_mean(key, known),
        )
    try:
        return msgspec.convert(data, Config)
    except msgspec.ValidationError as error:
        found = _WHERE.fullmatch(str(error))
        what, key = (found["what"], found["key"] or "") if found else (str(error), "")
        key = _named(data, key.lstrip("."))
        said, hint = reworded(what, Config, key)
        raise ConfigError(f"{place_of(file, key)}{key}: {said}", hint=hint) from error


def _named(data: Mapping[str, Any], key: str) -> str:
    """Return `key` with the names of the tables that msgspec leaves out, as in `types[...].match`."""
    before, cut, after = key.partition("[...]")
    if not cut:
        return key
    table: Any = data
    for part in before.split("."):
        table = table.get(part) if isinstance(table, dict) else None
    for name, value in table.items() if isinstance(table, dict) else ():
        alone: dict[str, Any] = {name: value}
        for part in reversed(before.split(".")):
            alone = {part: alone}
        try:
            msgspec.convert(alone, Config)
        except msgspec.ValidationError:
            return _named(alone, f"{before}.{name}{after}")
    return key


def _unknown(data: Any, kind: Any, path: str) -> Iterator[tuple[str, str, list[str]]]:
    """Yield (path of the table, key, keys there are) for each unknown key in `data`, read as `kind`."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Annotated:
        yield from _unknown(data, arguments[0], path)
    elif origin in (Union, UnionType):
        for one in arguments:
            yield from _unknown(data, one, path)
    elif origin is tuple:
        for item in data if isinstance(data, list) else ():
            yield from _unknown(item, arguments[0], path)
    elif origin is dict:
        for key, value in data.items() if isinstance(data, dict) else ():
            yield from _unknown(value, arguments[1], f"{path}.{key}")
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct) and isinstance(data, Mapping):
        fields = {field.encode_name: field.type for field in msgspec.structs.fields(kind)}
        for key, value in data.items():
            if key not in fields:
                yield path, key, list(fields)
            else:
                yield from _unknown(value, fields[key], f"{path}.{key}" if path else key)
