"""A rule's docstring as data: prose for readers, examples for the tests and for `vaultkit rule`.

After the prose come blocks headed `Bad:`, `Fixed:` and `Good:`. Each is a vault of a few files, every file
between `~~~~ path` and `~~~~`; `~~~~ path (bytes)` reads `\\xNN` as a byte. In a `Bad` block each expected
finding is announced at the end of its line by `%%! rule-name %%`, in frontmatter by `#! rule-name`; the
marks are taken out before the file is read. `Fixed` holds the files that the fix of the `Bad` block before
it changes, as they are afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

import msgspec

from vaultkit.config import conventions, parse_config
from vaultkit.lint.policy import configured_rules
from vaultkit.lint.rule import Rule
from vaultkit.model.settings import Conventions
from vaultkit.patterns import lazy_pattern
from vaultkit.vault import Vault

_HEADER = lazy_pattern(r"^(Bad|Fixed|Good):\s*$")
_FENCE = lazy_pattern(r"^~~~~ (?P<path>.*?)(?P<bytes> \(bytes\))?$")
_MARK = lazy_pattern(
    r"[ \t]*%%! (?P<body>[a-z0-9-]+) %%|[ \t]*#! (?P<property>[a-z0-9-]+)(?=[ \t]*$)", re.MULTILINE
)

ExampleKind = Literal["Bad", "Fixed", "Good"]


class Example(msgspec.Struct, frozen=True):
    """One block: `files` as they are read, `marks` the (path, line, rule name) expected in them."""

    kind: ExampleKind
    source: str
    files: dict[str, bytes]
    marks: tuple[tuple[str, int, str], ...] = ()


class Documentation(msgspec.Struct, frozen=True):
    """A rule's docstring: its first line, the prose below it, and the examples in order."""

    summary: str
    prose: str
    examples: tuple[Example, ...]

    @property
    def fixable(self) -> bool:
        """Whether the rule has a fix: whether one is shown."""
        return any(example.kind == "Fixed" for example in self.examples)


def documentation(rule: Rule | type[Rule]) -> Documentation:
    """Return the docstring of `rule`, taken apart.

    Raises:
        ValueError: the docstring is missing, or an example in it is malformed.
    """
    lines = _dedent(rule.__doc__ or "").splitlines()
    headers = [at for at, line in enumerate(lines) if _HEADER.match(line)]
    if not lines or not headers:
        raise ValueError(f"{rule} has no documentation with examples")
    examples = []
    for at, end in zip(headers, [*headers[1:], len(lines)], strict=True):
        kind = lines[at].rstrip(": ")
        examples.append(_example(kind, _dedent("\n".join(lines[at + 1 : end])).strip("\n")))
    return Documentation(
        summary=lines[0].strip(),
        prose="\n".join(lines[1 : headers[0]]).strip("\n"),
        examples=tuple(examples),
    )


def example_vault(files: Mapping[str, bytes]) -> Vault:
    """Return the vault of an example's `files`; a `vaultkit.toml` among them gives its conventions."""
    given = files.get("vaultkit.toml")
    declared = Conventions() if given is None else conventions(parse_config(given.decode()))
    return Vault.from_texts(files, conventions=declared)


def example_rules(files: Mapping[str, bytes], rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Return `rules` with the options that a `vaultkit.toml` among `files` gives them."""
    given = files.get("vaultkit.toml")
    if given is None:
        return tuple(rules)
    codes = {rule.code for rule in rules}
    return tuple(rule for rule in configured_rules(parse_config(given.decode())) if rule.code in codes)


def _dedent(text: str) -> str:
    """Remove the common margin of all lines but the first; like `inspect.cleandoc`, without its import."""
    first, _, rest = text.partition("\n")
    lines = rest.split("\n")
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    if not first.strip() or first.startswith(" "):
        margin = min(margin, len(first) - len(first.lstrip())) if first.strip() else margin
        first = first[margin:]
    return "\n".join([first, *(line[margin:] for line in lines)]).rstrip()


def _example(kind: str, source: str) -> Example:
    files: dict[str, bytes] = {}
    marks: list[tuple[str, int, str]] = []
    for path, as_bytes, text in _files(source):
        lines = []
        for number, line in enumerate(text.split("\n"), 1):
            marks += [(path, number, found["body"] or found["property"]) for found in _MARK.finditer(line)]
            lines.append(_MARK.sub("", line))
        data = "\n".join(lines).encode()
        if as_bytes:
            data = re.sub(rb"\\x([0-9a-fA-F]{2})", lambda found: bytes([int(found[1], 16)]), data)
        files[path] = data
    if kind == "Bad" and not marks:
        raise ValueError(f"a Bad example announces no finding:\n{source}")
    return Example(kind, source, files, tuple(sorted(marks)))  # type: ignore[arg-type]


def _files(source: str) -> Iterator[tuple[str, bool, str]]:
    """Yield (path, whether escapes are bytes, text) of the fenced files in `source`."""
    opened: re.Match[str] | None = None
    body: list[str] = []
    for line in source.split("\n"):
        if opened is None:
            opened = _FENCE.match(line)
            if opened is None and line.strip():
                raise ValueError(f"text outside of a file in an example: {line!r}")
        elif line == "~~~~":
            yield opened["path"], bool(opened["bytes"]), "".join(text + "\n" for text in body)
            opened, body = None, []
        else:
            body.append(line)
    if opened is not None:
        raise ValueError(f"the file {opened['path']} in an example is not closed")
