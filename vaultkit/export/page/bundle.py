"""Joining the page's modules into one script, and data into a form that cannot leave its element."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from importlib.resources import files
from typing import Any

ENTRY = "main.js"

_IMPORT = re.compile(r'^import \{[^}]*\} from "\./(?P<module>[\w.-]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const|let)\b)", re.MULTILINE)
_TOP_LEVEL = re.compile(r"^(?:async )?(?:function|class|const|let) (\w+)", re.MULTILINE)
_ESCAPES = {"&": "\\u0026", "<": "\\u003c", ">": "\\u003e", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def asset(name: str) -> str:
    """Return the text of a file of this folder."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def bundle(entry: str = ENTRY) -> str:
    """Return the modules that `entry` needs as one strict script, each after those it imports.

    The modules only use `import { names } from "./module.js"` and `export` before a declaration, so taking
    both away and joining the rest in one scope keeps their meaning as long as no two of them declare the
    same name, which is checked.

    Raises:
        ValueError: two modules declare the same name at top level, or import each other.
    """
    done: dict[str, str] = {}
    _collect(entry, done, ())
    owner: dict[str, str] = {}
    for module, text in done.items():
        for name in _TOP_LEVEL.findall(text):
            if name in owner:
                raise ValueError(f"{module} and {owner[name]} both declare {name}")
            owner[name] = module
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
    done[module] = _EXPORT.sub("", _IMPORT.sub("", text))


def safe_script(text: str) -> str:
    """Return a script that does not end the element it stands in."""
    return re.sub(r"</(script)", r"<\\/\1", text, flags=re.IGNORECASE).replace("\r\n", "\n")


def safe_json(value: Any) -> str:
    """Return compact JSON without a character that HTML or JavaScript could take for its own."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=False)
    text = re.sub("[&<>\u2028\u2029]", lambda match: _ESCAPES[match.group()], text)
    return re.sub("[\ud800-\udfff]", lambda match: f"\\u{ord(match.group()):04x}", text)


def source_hash(text: str) -> str:
    """Return the hash source expression that allows exactly this inline script or style."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
