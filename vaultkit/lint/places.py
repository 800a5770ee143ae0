"""Places and edits inside links, shared by the rules that repair them."""

from __future__ import annotations

from vaultkit.lint.facts import form, link_facts
from vaultkit.model.link import Link
from vaultkit.model.note import Note
from vaultkit.patterns import lazy_pattern
from vaultkit.text import Edit, Span
from vaultkit.vault import Vault

PLAIN_TEXT = lazy_pattern(r"[^\[\]|\\*_`~$<&=%#^\n\r]*")
"""A display text that reads the same in a wikilink and in a Markdown link."""


def written_target(link: Link, note: Note, vault: Vault) -> str:
    """Return target and subpath as they stand in the file, escapes and all."""
    span, place = link.span, link.target_span
    if span.start <= place.start and place.end <= span.end and len(link.raw) == span.end - span.start:
        return link.raw[place.start - span.start : place.end - span.start]
    return link_facts(vault).text(note.path)[place.start : place.end]


def file_span(link: Link, note: Note, vault: Vault) -> Span:
    """Return the place of the target without its subpath; all of it where the two cannot be told apart."""
    return _part(link, written_target(link, note, vault), subpath=False)


def subpath_span(link: Link, note: Note, vault: Vault) -> Span:
    """Return the place of the subpath with its `#`; the whole target where the two cannot be told apart."""
    return _part(link, written_target(link, note, vault), subpath=True)


def _part(link: Link, written: str, *, subpath: bool) -> Span:
    span = link.target_span
    at = written.find("#")
    if at <= 0 or span.line != span.end_line:
        return span
    if subpath:
        return Span(span.start + at, span.end, span.line, span.column + at, span.end_line, span.end_column)
    return Span(span.start, span.start + at, span.line, span.column, span.line, span.column + at)


def replace_target(
    link: Link, note: Note, vault: Vault, target: str, *, keep_display: bool = False
) -> Edit | None:
    """Return the edit that makes `link` lead to `target`, keeping subpath and display.

    None where the file does not hold the target literally (escapes of JSON or YAML, a reference), or
    where the new target cannot be written in that place. With `keep_display`, a wikilink that
    shows its target gets that text as its display.
    """
    if note.is_canvas or link.reference:
        return None
    start = link.target_span.start
    if is_wiki(link):
        if not written_target(link, note, vault).startswith(link.target) or not writable(target, link):
            return None
        kept = link.target.strip()
        start += link.target.index(kept)
        if keep_display and link.display is None and not link.subpath:
            target += ("\\|" if link.in_table else "|") + kept
        return Edit(start, start + len(kept), target)
    span = file_span(link, note, vault)
    written = link_facts(vault).text(note.path)[span.start : span.end]
    if not written or written != written.strip("<>"):
        return None
    if link.target.lower().endswith(".md") and not target.lower().endswith(".md"):
        target += ".md"
    return Edit(span.start, span.end, encode_destination(target))


def writable(target: str, link: Link) -> bool:
    """Return whether `target` can stand in the brackets of `link` without changing what is around it."""
    forbidden = "[]|#^\n\r" + ("\"'\\" if link.kind == "property" else "")
    return not any(character in target for character in forbidden) and "%%" not in target


def linktext(vault: Vault, path: str, source: str) -> str:
    """Return the shortest text that Obsidian would write for a link from `source` to `path`.

    The bare name where it leads there, else the whole path; notes lose their `.md`. Source: Obsidian's
    "Shortest path when possible" writes the full path, not a suffix, when the name is not unique.
    """
    short = path.rpartition("/")[2]
    for candidate in (short, path):
        text = candidate.removesuffix(".md")
        if lookup(vault, text, source) == path:
            return text
    return path


def lookup(vault: Vault, target: str, source: str) -> str | None:
    """Return the file that a wikilink to `target` in the note `source` leads to, alone among its equals."""
    nowhere = Span(0, 0, 1, 1, 1, 1)
    probe = Link(kind="wikilink", span=nowhere, target_span=nowhere, raw=f"[[{target}]]", target=target)
    found = vault.resolve(probe, source)
    return found.path if found.status == "resolved" else None


def encode_destination(target: str) -> str:
    """Return `target` as a Markdown link destination: what would end or change it percent-encoded."""
    return "".join(
        f"%{ord(character):02X}" if character in ' ()<>"%\\#?\t' else character for character in target
    )


def is_wiki(link: Link) -> bool:
    """Return whether `link` is written with double brackets; `[[id] Title](url)` is not."""
    return form(link) in ("wikilink", "embed", "property")
