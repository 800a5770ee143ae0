"""FRM011."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.anchors import anchor_finding
from vaultkit.lint.broken import missing_finding, missing_reason
from vaultkit.lint.facts import Trouble
from vaultkit.lint.rule import LinkRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.link import Link, LinkKind, Resolution
from vaultkit.model.note import Note
from vaultkit.vault import Vault


class BrokenPropertyLink(LinkRule, frozen=True):
    """A wikilink in a property that leads nowhere.

    Flags a property link whose note, heading or block is missing. As in text, a plain name that nobody has
    written yet is only information; a path, an extension, a near name, a heading or a block is an error. An address
    in wikilink brackets is a warning, and the fix leaves the address alone.

    Why: relations such as `up` or `related` live in properties; a broken one drops out of the graph unseen,
    because properties are rarely read.

    Remedy: write the name of the note that is meant. The fix takes the one near name there is.

    Source: Obsidian help, "Properties": a text property that is exactly one quoted wikilink is a link.

    Bad:
        ~~~~ Learning dynamics.md
        How training goes.
        ~~~~
        ~~~~ Grokking.md
        ---
        up: "[[Learning dynamic]]" #! broken-property-link
        related:
          - "[[Not written yet]]" #! broken-property-link
        ---
        Late learning.
        ~~~~

    Bad:
        ~~~~ Learning dynamics.md
        How training goes.
        ~~~~
        ~~~~ Grokking.md
        ---
        up: "[[Learning dynamic]]" #! broken-property-link
        ---
        Late learning.
        ~~~~

    Fixed:
        ~~~~ Grokking.md
        ---
        up: "[[Learning dynamics]]"
        ---
        Late learning.
        ~~~~

    Bad:
        ~~~~ Grokking.md
        ---
        source: "[[https://example.org/grokking]]" #! broken-property-link
        ---
        Late learning.
        ~~~~

    Fixed:
        ~~~~ Grokking.md
        ---
        source: "https://example.org/grokking"
        ---
        Late learning.
        ~~~~

    Good:
        ~~~~ Learning dynamics.md
        How training goes.
        ~~~~
        ~~~~ Grokking.md
        ---
        up: "[[Learning dynamics]]"
        source: "text with [[a link]] inside is no property link"
        ---
        Late learning.
        ~~~~
    """

    code: ClassVar[str] = "FRM011"
    name: ClassVar[str] = "broken-property-link"
    severity: ClassVar[Severity] = "error"
    forms: ClassVar[tuple[LinkKind, ...]] = ("property",)
    troubles: ClassVar[tuple[Trouble, ...]] = ("missing", "part")

    def check_link(
        self, link: Link, resolution: Resolution, note: Note, vault: Vault
    ) -> Iterable[Diagnostic]:
        """Yield a finding for a property link to something missing; bare aliases have their own rule."""
        if resolution.status != "missing":
            yield from anchor_finding(self, link, resolution, note, vault)
            return
        reason = missing_reason(link, vault).kind
        if reason != "alias":
            severity: Severity = "info" if reason == "unwritten" else "error"
            yield missing_finding(self, link, note, vault, severity)
