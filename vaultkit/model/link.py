"""Links as they are written, and what they lead to."""

from __future__ import annotations

from typing import Literal

import msgspec

from vaultkit.patterns import lazy_pattern
from vaultkit.text import Span

LinkKind = Literal["wikilink", "embed", "markdown", "image", "property", "canvas", "autolink", "url"]
ResolutionStatus = Literal["resolved", "ambiguous", "missing", "self", "external"]

_ADDRESS = lazy_pattern(r"\s*(?:[A-Za-z][A-Za-z0-9+.-]+://|mailto:)\S")


class Link(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One link as written in a note, a property or a canvas; not yet resolved.

    `target` is the text before the first `#`, percent-decoded for Markdown links, as Obsidian keys it in
    its link graph (case and trailing blanks kept); for an external link it is the whole URL.
    An `image` is an embed in Markdown syntax, or a page of the web in an `iframe`.
    `subpath` starts with `#` or is empty. `display` is the alias, link text or image alt as written.
    `target_span` covers target and subpath as they stand in the file: what a finding underlines.
    """

    kind: LinkKind
    span: Span
    target_span: Span
    raw: str
    target: str
    subpath: str = ""
    display: str | None = None
    external: bool = False
    reference: bool = False  # written as [text][label]; target_span is then the definition's destination
    in_comment: bool = False  # inside %% %%
    in_table: bool = False
    key: str = ""  # property path ("up", "related.0") or canvas node id

    @property
    def is_embed(self) -> bool:
        """Whether the link shows its target in place (`![[x]]`, `![](x)`)."""
        return self.kind in ("embed", "image")

    @property
    def is_wikilink(self) -> bool:
        """Whether the link is written with double brackets, in text or in a property."""
        return self.kind in ("wikilink", "embed", "property")


class Resolution(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a link leads to, by Obsidian's own order.

    `path` is the vault-relative POSIX path of the target, or None when missing or external.
    `candidates` lists the equally named files when the choice was `ambiguous`: the chosen one first, then
    the others in sorted order, a hundred in all at most.
    `subpath_found` is None where the link has no subpath or its target is not a note.
    """

    status: ResolutionStatus
    path: str | None = None
    candidates: tuple[str, ...] = ()
    subpath_found: bool | None = None


def is_address(target: str) -> bool:
    """Whether the target of a wikilink is an address, such as a web page's. "Grokking: a survey" is a name."""
    return _ADDRESS.match(target) is not None
