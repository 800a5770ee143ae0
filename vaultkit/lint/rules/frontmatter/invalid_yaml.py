"""FRM001."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from vaultkit.lint.quoting import quoted
from vaultkit.lint.rule import ProblemRule
from vaultkit.lint.tag_names import reads_as_text
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.note import Note, Problem, ProblemKind
from vaultkit.patterns import lazy_pattern
from vaultkit.text import Edit, LineIndex, apply_edits
from vaultkit.vault import Vault

_LINK = lazy_pattern(r"\[\[[^\[\]]+\]\]")
_CUT_SHORT = lazy_pattern(r"""'[^']*\w'\w[^']*'|"[^"\\]*\\[^"]*\"""")
"""In quotes with an apostrophe between them, or with backslashes that are none of YAML's."""
_COMMENT = lazy_pattern(r"[ \t]#")
_SCRIPT = lazy_pattern(r"<%|\{%|\{\{[^{}]*[\"'\\]")
"""What a plugin for templates runs: in quotes it might be another script."""
_TEXT = lazy_pattern(
    r"""[^\[\]{},&!|>?"-]|!?\[\[[^\[\]]+\]\]|!?\[[^\[\]]*\]\(|\{\{[^{}]*\}\}"""
    r"""|"(?:[^\\]|\\[^\\0abtnvfre /N_LPxuU])*\Z"""
)
"""How a value begins that is surely text: not with what might be a list, a block of text, an anchor, or an escape."""
_TAG_LIST = lazy_pattern(r"\[[ ]*#?[^\s,\[\]#:]+(?:[ ]*,[ ]*#?[^\s,\[\]#:]+)*[ ]*\]")
_GLUED_KEY = lazy_pattern(r"[^\W\d][\w -]*:(?=[^\s:/\\])")
_MOST_LINES = 30
"""So many lines are mended at most; each takes a reading of the block."""


class InvalidYaml(ProblemRule, frozen=True):
    """Properties that are not valid YAML.

    Flags a property block that Obsidian cannot read: a syntax error, or a block that is no mapping of keys to
    values. The same key twice is `duplicate-key`.

    Why: Obsidian then shows the raw text and ignores every property of the note, its tags and aliases too.

    Remedy: correct the line that is named. Text with a colon and a space in it, text that begins with `#`, `@`, `[`,
    `{` and other signs of YAML, and templates such as `{{date}}` need quotes. The fix writes these, makes a list of
    bare links side by side, and spaces of tabs that indent, where Obsidian can read the whole block afterwards; it
    is unsafe where a list, a block of text or an anchor may be meant.

    Source: Obsidian help, "Properties"; YAML 1.2, chapter 10.

    Bad:
        ~~~~ Note.md
        ---
        title: Attention: all you need #! invalid-yaml
        ---
        Text.
        ~~~~

    Fixed:
        ~~~~ Note.md
        ---
        title: "Attention: all you need"
        ---
        Text.
        ~~~~

    Bad:
        ~~~~ Attention.md
        A weighted mean.
        ~~~~
        ~~~~ Transformers.md
        Layers of attention.
        ~~~~
        ~~~~ Note.md
        ---
        related: [[Attention]], [[Transformers]] #! invalid-yaml
        by: @ada
        ---
        Text.
        ~~~~

    Fixed:
        ~~~~ Note.md
        ---
        related: ["[[Attention]]", "[[Transformers]]"]
        by: "@ada"
        ---
        Text.
        ~~~~

    Good:
        ~~~~ Note.md
        ---
        title: "Attention: all you need"
        status: open
        ---
        Text.
        ~~~~
    """

    code: ClassVar[str] = "FRM001"
    name: ClassVar[str] = "invalid-yaml"
    severity: ClassVar[Severity] = "error"
    kinds: ClassVar[tuple[ProblemKind, ...]] = ("invalid-yaml",)

    def check_problem(self, problem: Problem, note: Note, vault: Vault) -> Iterable[Diagnostic]:
        """Yield a finding where the YAML reader stopped."""
        yield self.finding(
            note,
            problem.span,
            problem.message,
            target=problem.detail or None,
            help="Obsidian ignores every property of this note until this is corrected",
            fix=_fix(note, vault),
        )


class _Mended(NamedTuple):
    """How a line is mended, and whether nothing else can be meant."""

    edit: Edit
    sure: bool


def _fix(note: Note, vault: Vault) -> Fix | None:
    """Return the fix that makes the whole block readable, line by line; None where that does not do."""
    from vaultkit.parse.frontmatter import read_frontmatter  # few blocks are broken; others need no parser

    if note.frontmatter is None:
        return None
    lines = vault.text(note.path)[: note.frontmatter.end].split("\n")
    places = LineIndex("\n".join(lines))
    mixed = any(line.startswith(" ") for line in lines)  # how many spaces is a tab?
    edits: dict[int, Edit] = {}
    sure = True
    for _ in range(_MOST_LINES):
        text = "\n".join(lines)
        left = [one for one in read_frontmatter(text, LineIndex(text)).problems if one.kind == "invalid-yaml"]
        if not left:
            return _fix_of(note.path, tuple(edits.values()), sure=sure)
        number = left[0].span.line
        mended = None if number in edits else _mended(lines[number - 1])
        if mended is None:
            return None
        edit = mended.edit
        if edit.start == 0:  # tabs; below a value, what they indent would become a part of it
            below_key = lines[number - 2].rstrip().endswith(":")
            if mixed or not (below_key or number - 1 in edits):
                return None
        lines[number - 1] = apply_edits(lines[number - 1], [edit])
        sure &= mended.sure
        begin = places.offset(number)
        edits[number] = Edit(begin + edit.start, begin + edit.end, edit.text)
    return None


def _fix_of(path: str, edits: tuple[Edit, ...], *, sure: bool) -> Fix:
    title = "write quotes and spaces where YAML needs them"
    if len(edits) == 1 and edits[0].text.strip():
        title = f"write {edits[0].text}"
    return Fix(title, "safe" if sure else "unsafe", {path: edits})


def _mended(line: str) -> _Mended | None:
    """Return how to mend a line that YAML cannot read, if it is clear what is meant: spaces for the tabs before it,
    a space behind the colon of its key, or its value in quotes."""
    from vaultkit.parse.yaml_faults import entry

    indent = line[: len(line) - len(line.lstrip(" \t"))]
    if "\t" in indent:
        return _Mended(Edit(0, len(indent), indent.replace("\t", "  ")), sure=True)
    found = entry(line)
    key, is_item = found["key"], bool(found["dashes"].strip())
    if key is None and not is_item:
        glued = _GLUED_KEY.match(line)
        # Unsure: the line might be text.
        return _Mended(Edit(glued.end(), glued.end(), " "), sure=False) if glued is not None else None
    if key is not None and is_item:  # a mapping in a list, or text with colons?
        return None
    value = found["value"]
    if key is not None and key.rstrip(": ").lower() == "tags" and _TAG_LIST.fullmatch(value):
        if not all(reads_as_text(part.strip(" #")) for part in value[1:-1].split(",")):
            return None
        return _Mended(Edit(*found.span("value"), value.replace("#", "")), sure=True)
    new = _in_quotes(value, is_item=is_item)
    return _Mended(Edit(*found.span("value"), new), _is_text(value)) if new is not None else None


def _is_text(value: str) -> bool:
    """Return whether a value is surely meant as text, or as the list of links or texts that is made of it."""
    from vaultkit.parse.yaml_faults import is_list

    if value[0] in "[{!" and "," in value and not is_list(value):
        return False
    return _TEXT.match(value) is not None


def _in_quotes(value: str, *, is_item: bool) -> str | None:
    """Return how to write a value that YAML cannot read, if it is clear what is meant."""
    from vaultkit.parse.yaml_faults import is_list

    if not value or _COMMENT.search(value) or _SCRIPT.search(value):
        return None
    if is_list(value):
        parts = value if value[0] != "[" else ", ".join(map(quoted, _LINK.findall(value)))
        return None if is_item else f"[{parts}]"
    if value[0] in "\"'":
        return quoted(value[1:-1]) if _CUT_SHORT.fullmatch(value) else None
    if value[0] in "[{":
        end = _bracket_end(value)
        if end in (0, len(value)) or ("," in value and _TEXT.match(value) is None):
            return None  # a list with a slip in it or behind it
    return quoted(value)


def _bracket_end(value: str) -> int:
    """Return where the bracket that `value` begins with is closed; 0 where it is not."""
    depth = 0
    for at, character in enumerate(value, 1):
        depth += (character in "[{") - (character in "]}")
        if depth == 0:
            return at
    return 0
