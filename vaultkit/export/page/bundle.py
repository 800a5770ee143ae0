"""Joining the page's modules into one script, and data into a form that cannot leave its element."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from itertools import islice
from typing import Any

import msgspec

ENTRY = "main.js"

_IMPORT = re.compile(r'^import \{(?P<names>[^}]*)\} from "\./(?P<module>[\w.-]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let) (?P<name>\w+))", re.MULTILINE)
_ESCAPES = tuple((one.encode(), f"\\u{ord(one):04x}".encode()) for one in "&<>\u2028\u2029")

_encoder = msgspec.json.Encoder()


def asset(name: str) -> str:
    """Return the text of a file of this folder."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def bundle(entry: str = ENTRY) -> str:
    """Return the modules that `entry` needs as one strict script, each after those it imports.

    Each module becomes a function of its own that returns what it exports. That keeps its meaning, as the
    modules only use `import { names } from "./module.js"` and `export` before a declaration.

    Raises:
        ValueError: modules import each other.
    """
    done: dict[str, str] = {}
    _collect(entry, done, ())
    joined = "\n".join(f"// {module}\n{text}" for module, text in done.items())
    return safe_script(f'(() => {{\n"use strict";\n{joined}}})();\n')


def _collect(module: str, done: dict[str, str], above: tuple[str, ...]) -> None:
    if module in above:
        raise ValueError(f"modules import each other: {' -> '.join((*above, module))}")
    if module in done:
        return
    text = asset(module)
    for match in _IMPORT.finditer(text):
        _collect(match.group("module"), done, (*above, module))
    names = ", ".join(match.group("name") for match in _EXPORT.finditer(text))
    body = _IMPORT.sub(lambda found: f"const {{{found['names']}}} = {_variable(found['module'])};\n", text)
    body = _EXPORT.sub("", body)
    done[module] = f"const {_variable(module)} = (() => {{\n{body}return {{ {names} }};\n}})();\n"


def _variable(module: str) -> str:
    return "module_" + re.sub(r"\W", "_", module.removesuffix(".js"))


def safe_script(text: str) -> str:
    """Return a script that does not end the element it stands in."""
    return re.sub(r"</(script)", r"<\\/\1", text, flags=re.IGNORECASE).replace("\r\n", "\n")


def safe_json(value: Any) -> bytes:
    """Return compact JSON in UTF-8 without a character that HTML or JavaScript could take for its own."""
    text = plain_json(value)
    for character, escape in _ESCAPES:
        text = text.replace(character, escape)
    return text


def safe_json_object(values: Mapping[str, Any], at_once: int = 1) -> Iterator[bytes]:
    """Yield what `safe_json` returns of a mapping in pieces of so many values."""
    items = iter(values.items())
    mark = b"{"
    while some := dict(islice(items, at_once)):
        yield mark + safe_json(some)[1:-1]
        mark = b","
    yield b"}" if values else b"{}"


def plain_json(value: Any) -> bytes:
    """Return compact JSON in UTF-8. Parts of `value` may be JSON already, as `msgspec.Raw`: that takes little room."""
    try:
        return _encoder.encode(value)
    except UnicodeEncodeError:  # lone surrogates, which JSON can spell and UTF-8 cannot
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_parsed)
        return text.encode("utf-8", "backslashreplace")


def _parsed(text: msgspec.Raw) -> Any:
    return json.loads(bytes(text))


def source_hash(text: str) -> str:
    """Return the hash source expression that allows exactly this inline script or style."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
