"""LNK003."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import ClassVar

from vaultkit.lint.broken import SUGGESTION_LIMIT, is_grey, missing_reason, retarget_fix
from vaultkit.lint.facts import Trouble
from vaultkit.lint.folders import is_bare_file, lies_outside, names_a_folder
from vaultkit.lint.near import near_notes
from vaultkit.lint.places import file_span, linktext
from vaultkit.lint.rule import LinkRule
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.link import Link, LinkKind, Resolution
from vaultkit.model.note import Note
from vaultkit.patterns import lazy_pattern
from vaultkit.text import Edit
from vaultkit.vault import Vault

_ADDRESS = lazy_pattern(r"(?:[a-z0-9-]+\.)+[a-z]{2,}/\S|www\.\S", re.IGNORECASE)
_ADDRESS_HELP = "an address of the web begins with https://; without it this is a path in the vault"


class BrokenMarkdownLink(LinkRule, frozen=True):
    """A Markdown link to a file that is not in the vault.

    Flags `[text](destination)` whose destination has no scheme and leads to no file. A folder that exists, a
    hidden file and a path that climbs out of the vault are left alone: they cannot be judged from inside.
    A file without extension (LICENSE) that is there is no fault either, and a bare name without one is a
    note that nobody has written yet (`unwritten-note`).

    An address without `https://` is a path, too.

    Why: the link is dead in Obsidian and on every site that is made from the vault.

    Remedy: write the path of the file that is meant. The fix takes the file of that name, or the one near it.

    Source: Obsidian help, "Internal links"; destinations are percent-decoded and then found like a
    wikilink's target, anywhere in the vault.

    Bad:
        ~~~~ Topics/Sparse coding.md
        Few active units.
        ~~~~
        ~~~~ Log.md
        Started with [the note](Topics/Sparse%20codng.md). %%! broken-markdown-link %%
        ~~~~

    Fixed:
        ~~~~ Log.md
        Started with [the note](Sparse%20coding.md).
        ~~~~

    Bad:
        ~~~~ Log.md
        Continued with [another](gone.md#part). %%! broken-markdown-link %%
        ~~~~

    Good:
        ~~~~ Topics/Sparse coding.md
        Few active units.
        ~~~~
        ~~~~ Log.md
        [a](Topics/Sparse%20coding.md), [b](<Sparse coding.md>), [c](https://example.org/x.md), [d](Topics),
        [e](mailto:a@example.org), [f](../outside/README.md), [g](.github/workflows/ci.yml).
        ~~~~
    """

    code: ClassVar[str] = "LNK003"
    name: ClassVar[str] = "broken-markdown-link"
    severity: ClassVar[Severity] = "error"
    forms: ClassVar[tuple[LinkKind, ...]] = ("markdown",)
    troubles: ClassVar[tuple[Trouble, ...]] = ("missing",)

    def check_link(
        self, link: Link, resolution: Resolution, note: Note, vault: Vault
    ) -> Iterable[Diagnostic]:
        """Yield a finding for a Markdown link to nothing."""
        if names_a_folder(link.target, note, vault) or lies_outside(link.target, note):
            return
        if is_grey(link, vault) or is_bare_file(link.target, note, vault):
            return
        missing = missing_reason(link, vault)
        sure, maybe = missing.sure, missing.maybe
        if missing.kind in (
            "alias",
            "departed",
        ):  # what these say is about wikilinks; near names were not sought
            sure, maybe = near_notes(vault, link.target)
        if missing.kind == "departed":
            sure = tuple(linktext(vault, path, note.path) for path in missing.sure)
        address = _ADDRESS.match(link.target) is not None and not sure
        yield self.finding(
            note,
            file_span(link, note, vault),
            f'no file "{link.target}" in the vault',
            target=link.target,
            suggestions=(sure or maybe)[:SUGGESTION_LIMIT],
            help=_ADDRESS_HELP if address else missing.fate or None,
            fix=_address_fix(link, note, vault) if address else retarget_fix(link, note, vault, sure),
        )


def _address_fix(link: Link, note: Note, vault: Vault) -> Fix | None:
    if note.is_canvas:
        return None
    start = file_span(link, note, vault).start
    return Fix("write https:// before it", "unsafe", {note.path: (Edit(start, start, "https://"),)})
