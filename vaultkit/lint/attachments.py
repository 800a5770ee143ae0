"""Which attachments nothing in a vault names: followed from edit to edit, so that one edit reads one note."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from copy import copy
from urllib.parse import unquote

from vaultkit.errors import VaultkitError
from vaultkit.lint.extensions import ATTACHMENT_EXTENSIONS
from vaultkit.load.discover import is_canvas
from vaultkit.patterns import lazy_pattern
from vaultkit.vault import Vault
from vaultkit.vault.memo import PerVault
from vaultkit.vault.names import normalise

_HTML = lazy_pattern(rb"(?:src|href|poster|data)\s*=\s*(\"[^\"\n]*\"|'[^'\n]*'|[^\s>\"']+)", re.IGNORECASE)
# Only from where words can begin: a picture written as one long line would take quadratic time.
_WORDS = lazy_pattern(
    rb"(?<![^\n\"'()<>\[\]|,;=])[^\S\n]*+([^\s\"'()<>\[\]|,;=][^\n\"'()<>\[\]|,;=]*\.\w{2,4}\b)"
)
_TEXTS = (
    ".base",
    ".css",
    ".html",
    ".htm",
    ".js",
    ".json",
    ".svg",
    ".tex",
    ".toml",
    ".txt",
    ".xml",
    ".yaml",
    ".yml",
)

Uses = dict[str, frozenset[str]]


class AttachmentUses:
    """What the notes of a vault say of its attachments, by note; notes that name none are left out.

    Links are followed first. Texts are read only while there are files that no link leads to.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._attachments: frozenset[str] | None = None
        self._linked: Uses | None = None  # the files that links lead to
        self._named: Uses | None = None  # the normalised names in properties and HTML

    def unused(self) -> list[str]:
        """Return the attachments that no link, property, HTML or other text names, sorted by path."""
        vault = self._vault
        if self._attachments is None:
            self._attachments = _attachments(vault)
        if self._attachments and self._linked is None:
            self._linked = _linked(_linking(vault), vault)
        unused = self._attachments.difference(*(self._linked or {}).values())
        if not unused:
            return []
        if self._named is None:
            self._named = _named(vault.notes, vault)
        named = _names_in_other_texts(vault).union(*self._named.values())
        return sorted(path for path in unused if normalise(path).rpartition("/")[2] not in named)

    def advanced(self, vault: Vault, touched: Collection[str]) -> AttachmentUses:
        """Return the uses in `vault`, which differs from this one's in the files `touched`."""
        uses = copy(self)
        uses._vault = vault
        if any(path not in vault.notes and path not in self._vault.notes for path in touched):
            # Only then: a link to an attachment leads to no note that comes or goes.
            uses._attachments = uses._linked = None
        if uses._linked is not None:
            uses._linked = _again(uses._linked, touched, vault, _linked)
        if uses._named is not None:
            uses._named = _again(uses._named, touched, vault, _named)
        return uses


_USES = PerVault(AttachmentUses)


def attachment_uses(vault: Vault) -> AttachmentUses:
    """Return the uses of the attachments of `vault`."""
    return _USES.of(vault)


def advance_uses(before: Vault, vault: Vault, touched: Collection[str]) -> None:
    """Hand what is known of `before` on to `vault`, which differs from it in the files `touched`."""
    known = _USES.known(before)
    if known is not None:
        _USES.hand_on(vault, known.advanced(vault, touched))


def _again(
    known: Uses, touched: Collection[str], vault: Vault, uses: Callable[[Iterable[str], Vault], Uses]
) -> Uses:
    """Return `known` with what the notes `touched` name now."""
    kept = {path: found for path, found in known.items() if path not in touched}
    return kept | uses((path for path in touched if path in vault.notes), vault)


def _attachments(vault: Vault) -> frozenset[str]:
    others = set(vault.files).difference(vault.notes, vault.excluded)
    return frozenset(filter(_may_be_attachment, others))


def _linking(vault: Vault) -> list[str]:
    """Return the notes with a link that may lead to an attachment, and all canvases; most notes have none."""
    all_targets, all_parts = vault.link_texts
    targets = {target for target in all_targets if "." in target and _may_be_attachment(target)}
    parts = {part for part in all_parts if "." in part and _may_be_attachment(_whole(part))}
    return sorted(
        vault.canvases.union(
            _naming(targets, vault.outlined("targets")), _naming(parts, vault.outlined("parts"))
        )
    )


def _naming(texts: set[str], written: Mapping[str, tuple[str, ...]]) -> Iterable[str]:
    """Return the notes that have one of these `texts` among those `written` in them."""
    apart = texts.isdisjoint
    return (
        [path for path, its_texts in written.items() if its_texts and not apart(its_texts)] if texts else ()
    )


def _may_be_attachment(target: str) -> bool:
    """Return whether a link to `target` can lead to an attachment: only one that ends as its file does."""
    return "." in target and target.rpartition(".")[2].rstrip().lower() in ATTACHMENT_EXTENSIONS


def _whole(part: str) -> str:
    """Return what a link names without its subpath."""
    return part.partition("#")[0]


def _linked(paths: Iterable[str], vault: Vault) -> Uses:
    """Return the attachments that the links and embeds of the notes at `paths` lead to; of several with one name, all
    that may be meant."""
    targets, parts = vault.outlined("targets"), vault.outlined("parts")
    uses: Uses = {}
    for path in paths:
        if is_canvas(path):
            found = [vault.resolve(link, path) for link in vault.notes[path].links if not link.external]
        else:
            named = filter(_may_be_attachment, (*targets[path], *map(_whole, parts[path])))
            found = [vault.follow(target, path) for target in named]
        files = [file for one in found if one.path is not None for file in (one.path, *one.candidates)]
        if files:
            uses[path] = frozenset(files)
    return uses


def _named(paths: Iterable[str], vault: Vault) -> Uses:
    """Return the normalised names of files in the properties and the HTML of the notes at `paths`."""
    uses: Uses = {}
    for path in paths:
        try:
            data = vault.raw(path)
        except VaultkitError:
            continue  # deleted since the vault was opened
        found = _names(match[1].strip(b"\"'") for match in _HTML.finditer(data))
        if data.startswith((b"---", b"\xef\xbb\xbf---")):
            found |= _names(_WORDS.findall(data[: data.find(b"\n---", 3) + 1]))
        if found:
            uses[path] = frozenset(found)
    return uses


def _names_in_other_texts(vault: Vault) -> frozenset[str]:
    """Return the normalised names of files in the texts that are no notes; nobody says when these change."""
    found: set[str] = set()
    for path in vault.files:
        if path.lower().endswith(_TEXTS) and path not in vault.notes:
            with suppress(VaultkitError):  # deleted since the vault was opened
                found |= _names(_WORDS.findall(vault.raw(path)))
    return frozenset(found)


def _names(written: Iterable[bytes]) -> set[str]:
    """Return the last components of paths and addresses, as names of files are compared."""
    from html import unescape  # few vaults have files of which nobody knows who uses them

    names: set[str] = set()
    for one in written:
        text = unescape(unquote(one.decode("utf-8", "replace"))).partition("?")[0].partition("#")[0]
        last = normalise(text.replace("\\", "/")).rpartition("/")[2]
        names.update((last, last.rpartition(": ")[2], last.removeprefix("- ")))
    return names
