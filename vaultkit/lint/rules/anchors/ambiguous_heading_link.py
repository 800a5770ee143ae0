"""ANC004."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import ClassVar

from vaultkit.lint.anchors import is_block
from vaultkit.lint.dependence import Fact
from vaultkit.lint.places import is_wiki, subpath_span
from vaultkit.lint.rule import NoteRule
from vaultkit.load.discover import is_canvas
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Note
from vaultkit.model.outline import Trait
from vaultkit.vault import Vault
from vaultkit.vault.subpath import strip_heading, subpath_segments


class AmbiguousHeadingLink(NoteRule, frozen=True):
    """A link to a heading that its note has several times.

    Flags `[[Note#Heading]]`, and an embed of it, where two or more headings of the note match. Equal headings that
    nothing links to are fine.

    Why: Obsidian goes to the first of them. Who meant another one lands in the wrong place, and so does everybody once
    a section is moved.

    Remedy: name the heading above it, too (`[[Note#Above#Heading]]`), or use a block id.

    Source: `resolveSubpath` returns the first heading that matches.

    Bad:
        ~~~~ Grokking.md
        # First run
        ## Result
        Late.
        # Second run
        ## Result
        Later.
        ~~~~
        ~~~~ Log.md
        See [[Grokking#Result]]. %%! ambiguous-heading-link %%
        ~~~~

    Good:
        ~~~~ Grokking.md
        # First run
        ## Result
        Late.
        # Second run
        ## Result
        Later.
        ~~~~
        ~~~~ Log.md
        See [[Grokking#Second run#Result]].
        ~~~~
    """

    code: ClassVar[str] = "ANC004"
    name: ClassVar[str] = "ambiguous-heading-link"
    severity: ClassVar[Severity] = "warning"
    reads: ClassVar[frozenset[Fact] | None] = frozenset(("files", "anchors"))
    along_links: ClassVar[bool] = True

    def concerns(self, vault: Vault, among: Collection[str]) -> Iterable[str]:
        """Return the notes with a link into a note that has equal headings, and canvases."""
        repeating = frozenset(vault.with_traits(Trait.REPEATED_HEADING))
        if not repeating:
            return
        parts = vault.outlined("parts")
        for path in among:
            targets = {part.partition("#")[0] for part in parts[path]}
            if is_canvas(path) or any(vault.follow(target, path).path in repeating for target in targets):
                yield path

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every link to one of several equal headings."""
        for link in note.links:
            if not link.subpath or link.external or is_block(link):
                continue
            resolution = vault.resolve(link, note.path)
            segments = subpath_segments(link.subpath)
            target = vault.notes.get(resolution.path or "") if resolution.subpath_found else None
            if target is None or len(segments) != 1 or not is_wiki(link):
                continue
            wanted = strip_heading(segments[0]).lower()
            lines = [item.span.line for item in target.headings if strip_heading(item.text).lower() == wanted]
            if len(lines) > 1:
                yield self.finding(
                    note,
                    subpath_span(link, note, vault),
                    f'"{target.name}" has {len(lines)} headings "{segments[0]}"; Obsidian goes to line {lines[0]}',
                    target=link.target + link.subpath,
                )
