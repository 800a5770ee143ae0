"""JSON that is always valid UTF-8."""

from __future__ import annotations

from typing import Any

import msgspec

from vaultkit.report.text import utf8


def encode(value: Any, *, indent: int = 0) -> str:
    """Return `value` as JSON; lone surrogates, which UTF-8 cannot hold, are spelt out as `\\udcXX`.

    They come from names that the file system holds in another encoding, and from `\\uD800` in YAML or
    JSON. `indent` 0 gives one line.
    """
    try:
        data = msgspec.json.encode(value)
    except UnicodeEncodeError:
        data = msgspec.json.encode(_spelt_out(msgspec.to_builtins(value)))
    if indent:
        data = msgspec.json.format(data, indent=indent)
    return data.decode()


def _spelt_out(value: Any) -> Any:
    if isinstance(value, str):
        return utf8(value)
    if isinstance(value, list | tuple):
        return [_spelt_out(item) for item in value]
    if isinstance(value, dict):
        return {_spelt_out(key): _spelt_out(item) for key, item in value.items()}
    return value
