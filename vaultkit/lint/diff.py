"""Unified diffs that `git apply` and `patch` accept, with any file name and any text."""

from __future__ import annotations

from collections.abc import Iterator

CONTEXT = 3


def unified_diff(path: str, before: str, after: str) -> str:
    """Return the change of one file as a unified diff with `a/` and `b/` before its path; empty if none.

    Lines end at LF only, as for git: a form feed or U+2028 is part of a line, and a CR is its last
    character. A name with unusual characters is quoted as git quotes it.
    """
    if before == after:
        return ""
    old, new = _lines(before), _lines(after)
    parts = [f"--- {_name('a/' + path)}\n", f"+++ {_name('b/' + path)}\n"]
    for group in _hunks(_changes(old, new)):
        parts += _hunk(group, old, new)
    return "".join(parts)


Change = tuple[int, int, int, int]
"""Lines `old[a:b]` became `new[c:d]`."""


def _lines(text: str) -> list[str]:
    lines = text.split("\n")
    last = lines.pop()
    return [line + "\n" for line in lines] + ([last] if last else [])


def _changes(old: list[str], new: list[str]) -> list[Change]:
    """Return the changed ranges. Line by line where the count is the same, which is nearly always so and
    linear; else by `difflib` between the common beginning and end."""
    if len(old) == len(new):
        return _paired(old, new)
    from difflib import SequenceMatcher

    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    matcher = SequenceMatcher(None, old[start : len(old) - end], new[start : len(new) - end], autojunk=False)
    return [
        (start + a, start + b, start + c, start + d)
        for tag, a, b, c, d in matcher.get_opcodes()
        if tag != "equal"
    ]


def _paired(old: list[str], new: list[str]) -> list[Change]:
    changes: list[Change] = []
    for at, (left, right) in enumerate(zip(old, new, strict=True)):
        if left != right:
            if changes and changes[-1][1] == at:
                changes[-1] = (changes[-1][0], at + 1, changes[-1][2], at + 1)
            else:
                changes.append((at, at + 1, at, at + 1))
    return changes


def _hunks(changes: list[Change]) -> Iterator[list[Change]]:
    """Yield groups of changes whose contexts touch."""
    group: list[Change] = []
    for change in changes:
        if group and change[0] - group[-1][1] > 2 * CONTEXT:
            yield group
            group = []
        group.append(change)
    if group:
        yield group


def _hunk(group: list[Change], old: list[str], new: list[str]) -> Iterator[str]:
    first, last = group[0], group[-1]
    before = min(CONTEXT, first[0])
    after = min(CONTEXT, len(old) - last[1])
    start_old, end_old = first[0] - before, last[1] + after
    start_new, end_new = first[2] - before, last[3] + after
    yield f"@@ -{_extent(start_old, end_old)} +{_extent(start_new, end_new)} @@\n"
    at = start_old
    for a, b, c, d in group:
        yield from _marked(" ", old[at:a])
        yield from _marked("-", old[a:b])
        yield from _marked("+", new[c:d])
        at = b
    yield from _marked(" ", old[at:end_old])


def _marked(mark: str, lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield mark + line
        if not line.endswith("\n"):
            yield "\n\\ No newline at end of file\n"


def _extent(start: int, end: int) -> str:
    length = end - start
    if length == 1:
        return str(start + 1)
    return f"{start + 1 if length else start},{length}"


def _name(path: str) -> str:
    """Return a path as git writes it in a diff header: quoted where it must be, a tab after blanks."""
    if any(character in '"\\' or character < " " or character == "\x7f" for character in path):
        quoted = "".join(
            f"\\{byte:03o}" if byte < 0x20 or byte >= 0x7F else ("\\" if byte in b'"\\' else "") + chr(byte)
            for byte in path.encode("utf-8", "surrogateescape")
        )
        return f'"{quoted}"'
    return path + "\t" if " " in path else path
