"""What to say about a heading, block or footnote that a link names and its note does not have."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from vaultkit.lint.places import is_wiki, subpath_span, written_target
from vaultkit.lint.rule import Rule
from vaultkit.model.diagnostic import Diagnostic, Fix
from vaultkit.model.link import Link, Resolution
from vaultkit.model.note import Note
from vaultkit.text import Edit
from vaultkit.vault import Vault
from vaultkit.vault.slips import is_slip
from vaultkit.vault.subpath import (
    resolve_subpath,
    strip_heading,
    strip_heading_for_link,
    subpath_segments,
)
from vaultkit.vault.suggest import sharing_words, suggest
from vaultkit.vault.template_source import heading_key


def is_block(link: Link) -> bool:
    """Return whether the link's subpath names a block or a footnote, not a heading."""
    return link.subpath.lstrip("# ").startswith(("^", "[^"))


def anchor_finding(
    rule: Rule, link: Link, resolution: Resolution, note: Note, vault: Vault
) -> Iterator[Diagnostic]:
    """Yield the finding that the subpath of `link` leads nowhere; none for a slug in a Markdown link."""
    target = vault.notes.get(resolution.path or note.path)
    if target is None or (not is_wiki(link) and _is_slug(link.subpath, target)):
        return
    segments = subpath_segments(link.subpath)
    last = segments[-1] if segments else ""
    if is_block(link):
        what, shown = ("footnote", last) if last.startswith("[^") else ("block", last)
        sure: tuple[str, ...] = ()
        near = tuple("^" + name for name in suggest(last[1:], (block.id for block in target.blocks)))
    else:
        what, shown = "heading", " > ".join(segments)
        sure, near = _near_headings(last, target)
    where = "this note" if target.path == note.path else f'"{target.name}"'
    yield rule.finding(
        note,
        subpath_span(link, note, vault),
        f'no {what} "{shown}" in {where}',
        target=link.target + link.subpath,
        suggestions=tuple(f"{link.target}#{name}" for name in near),
        fix=_fix(link, note, vault, sure, target),
    )


def _near_headings(wanted: str, target: Note) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the headings of `target` that `wanted` is a slip or a slug for, and where there is none those that are
    like it or share its words, as one writes them in a link."""
    texts: dict[str, str] = {}
    sure: list[str] = []
    key = heading_key(wanted)
    for heading in target.headings:
        compared, text, anchor = _compared(heading.text)
        if compared not in texts:
            texts[compared] = text
            if anchor == wanted.lower() or is_slip(key, heading_key(text)):
                sure.append(text)
    choices = {heading_key(text): text for text in reversed(texts.values())}
    near = suggest(key, choices) or sharing_words(key, choices)
    return tuple(sure), tuple(sure) or tuple(choices[known] for known in near)


@lru_cache(maxsize=4096)  # the notes of a vault have many headings in common
def _compared(heading: str) -> tuple[str, str, str]:
    """Return a heading as links are compared with it, as one writes it into a link, and the slug of that."""
    text = strip_heading_for_link(heading)
    return strip_heading(heading).lower(), text, slug(text)


def _fix(link: Link, note: Note, vault: Vault, near: tuple[str, ...], target: Note) -> Fix | None:
    """Return the unsafe fix that makes `link` lead to the one near heading of `target`.

    It writes the heading in place of the last segment, or of all of them where those before it do not lead there.
    """
    segments = subpath_segments(link.subpath)
    if len(near) != 1 or not is_wiki(link) or note.is_canvas or not segments:
        return None
    written = written_target(link, note, vault)
    at, end = written.rfind(segments[-1]), len(segments[-1])
    if at <= 0 or any(character in near[0] for character in "[]|\"'\\"):
        return None
    end += at
    if resolve_subpath(target, "#".join([*segments[:-1], near[0]])) is None:
        at = written.find("#") + 1
        if at <= 0 or resolve_subpath(target, near[0]) is None:
            return None
    start = link.target_span.start
    return Fix(f'link to "{near[0]}"', "unsafe", {note.path: (Edit(start + at, start + end, near[0]),)})


def slug(heading: str) -> str:
    """Return the anchor that GitHub makes of a heading: lower case, blanks to dashes, punctuation dropped."""
    kept = (character for character in heading.strip().lower() if character.isalnum() or character in " -_")
    return "".join(kept).replace(" ", "-")


def _is_slug(subpath: str, target: Note) -> bool:
    """Return whether `subpath` is the slug of a heading; equal slugs are counted `-1`, `-2`, …"""
    wanted = subpath.lstrip("#").lower()
    seen: dict[str, int] = {}
    for heading in target.headings:
        name = slug(heading.text)
        count = seen.get(name, 0)
        seen[name] = count + 1
        if wanted == (f"{name}-{count}" if count else name):
            return True
    return wanted in ("", "top")
