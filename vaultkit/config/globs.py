"""Globs over vault-relative paths, in the way of `.gitignore`.

`*` and `?` stay within one name, `**` crosses folders, `[ab]` and `{a,b}` are alternatives. A glob with a
slash before its end is anchored at the root of the vault; one without matches a name at any depth. A glob
that matches a folder covers everything in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from vaultkit.patterns import lazy_pattern


class Globs:
    """Some globs as one test of a path."""

    __slots__ = ("_pattern", "sources")

    def __init__(self, sources: Iterable[str] = ()) -> None:
        """Compile `sources`.

        Raises:
            ValueError: a glob is empty, or its brackets are wrong.
        """
        self.sources = tuple(sources)
        try:
            self._pattern = re.compile("|".join(map(_translate, self.sources))) if self.sources else None
        except re.error as error:
            raise ValueError(f"a glob is not valid ({error.msg}): {', '.join(self.sources)}") from error

    def match(self, path: str) -> bool:
        """Return whether a glob covers `path`."""
        return self._pattern is not None and self._pattern.match(path) is not None

    def __bool__(self) -> bool:
        """Return whether there is any glob."""
        return bool(self.sources)

    def __repr__(self) -> str:
        return f"Globs({self.sources!r})"


_TOKEN = lazy_pattern(r"(?P<deep>(?:^|(?<=/))\*\*/)|\*+|\?|\[!?\]?[^\]/]*\]|[{},]|\\?.", re.DOTALL)


def _translate(glob: str) -> str:
    """Return a regular expression for the paths that `glob` covers, from their beginning."""
    body = glob.removeprefix("./").rstrip("/")
    if not body.strip("/"):
        raise ValueError(f'the glob "{glob}" matches nothing')
    anchored = "/" in body
    body = body.removeprefix("/")
    parts: list[str] = []
    depth = 0
    for token in _TOKEN.finditer(body):
        text = token[0]
        parts.append(_part(text, depth, deep=token["deep"] is not None))
        depth += (text == "{") - (text == "}" and depth > 0)
    if depth:
        raise ValueError(f'the glob "{glob}" does not close its "{{"')
    start = "" if anchored else "(?:.*/)?"
    return f"(?s:{start}{''.join(parts)}(?:/.*)?\\Z)"


def _part(text: str, depth: int, *, deep: bool) -> str:
    if deep:
        return "(?:.*/)?"
    if text.startswith("*"):
        return ".*" if len(text) > 1 else "[^/]*"
    if text == "?":
        return "[^/]"
    if text == "{":
        return "(?:"
    if text == "," and depth:
        return "|"
    if text == "}" and depth:
        return ")"
    if len(text) > 2 and text.startswith("["):
        inner = text[1:-1].replace("\\", r"\\").replace("[", r"\[").replace("^", r"\^")
        return f"(?!/)[{'^' + inner[1:] if inner.startswith('!') else inner}]"
    return re.escape(text[1:] if len(text) == 2 and text.startswith("\\") else text)
