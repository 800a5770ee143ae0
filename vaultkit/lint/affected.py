"""What a change of some notes breaks in others: found by looking only where links lead to what changed.

A link elsewhere can break only if it names a file that came, went or changed its name, or a note whose
headings, blocks, footnotes or aliases are no longer the same. Only notes with such links are judged, once with
the change and once without; what is found only with it is the change's doing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import chain

from vaultkit.load.discover import is_canvas
from vaultkit.model.diagnostic import Diagnostic
from vaultkit.model.note import Note
from vaultkit.text import Span
from vaultkit.vault import Vault
from vaultkit.vault.names import normalise
from vaultkit.vault.subpath import strip_heading


def affected_notes(before: Vault, now: Vault, changed: Collection[str]) -> set[str]:
    """Return the notes of `now`, other than the files `changed`, whose links may lead elsewhere than `before`."""
    touched = set(_touched(before, now, changed))
    if not touched:
        return set()
    targets, parts = now.outlined("targets"), now.outlined("parts")
    names: dict[str, bool] = {}  # whether a target, as written, is one of the names
    found: set[str] = set()
    for path in now.notes.keys() - changed:
        for target in _targets(now, path, targets[path], parts[path]):
            leads = names.get(target)
            if leads is None:
                leads = names[target] = _name(target) in touched
            if leads:
                found.add(path)
                break
    return found


def _targets(vault: Vault, path: str, targets: Iterable[str], parts: Iterable[str]) -> Iterable[str]:
    """Return what the links of a note lead to, of which its outline holds the `targets` and `parts`."""
    if is_canvas(path):  # its outline holds no links
        return [link.target for link in vault.notes[path].links if not link.external]
    return chain(targets, (part.partition("#")[0] for part in parts))


def caused(before: Iterable[Diagnostic], now: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Return the findings of `now` that are not among those of `before`, equal ones compared by number."""
    known = Counter(map(_key, before))
    found: list[Diagnostic] = []
    for finding in now:
        key = _key(finding)
        if known[key] > 0:
            known[key] -= 1
        else:
            found.append(finding)
    return found


def leading_into(findings: Iterable[Diagnostic], vault: Vault, paths: Collection[str]) -> list[Diagnostic]:
    """Return the findings in other notes about links to a part of one of the notes `paths`.

    Such a link names a heading, block or footnote that the note does not have, or has several times, so
    what is wrong may well be the note.
    """
    elsewhere: dict[str, list[Diagnostic]] = {}
    for finding in findings:
        if finding.path not in paths and "#" in (finding.target or ""):
            elsewhere.setdefault(finding.path, []).append(finding)
    found: list[Diagnostic] = []
    for path, there in elsewhere.items():
        spans = [
            link.span
            for link in vault.notes[path].links
            if link.subpath and not link.external and vault.resolve(link, path).path in paths
        ]
        found += (one for one in there if any(_within(one.span, span) for span in spans))
    return found


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _key(finding: Diagnostic) -> tuple[str, str, str | None]:
    return finding.code, finding.path, finding.target


def _touched(before: Vault, now: Vault, changed: Collection[str]) -> Iterator[str]:
    """Yield the names under which links elsewhere lead to what is different."""
    there_before, there_now = frozenset(before.files), frozenset(now.files)
    for path in changed:
        old, new = before.notes.get(path), now.notes.get(path)
        if (path in there_before) != (path in there_now) or _anchors(old) != _anchors(new):
            yield _name(path)
        yield from _aliases(old) ^ _aliases(new)


def _name(target: str) -> str:
    """Return the last part of a path or link target as names are compared, without the extension of a note."""
    return normalise(target).rpartition("/")[2].removesuffix(".md")


def _anchors(note: Note | None) -> tuple[object, ...]:
    """Return what a link's subpath can name in a note, in its order."""
    if note is None:
        return ()
    headings = tuple((heading.level, strip_heading(heading.text).lower()) for heading in note.headings)
    blocks = tuple(block.id.lower() for block in note.blocks)
    footnotes = tuple(footnote.id for footnote in note.footnotes if footnote.definition)
    return headings, blocks, footnotes


def _aliases(note: Note | None) -> frozenset[str]:
    return frozenset(map(normalise, note.aliases)) if note is not None else frozenset()
