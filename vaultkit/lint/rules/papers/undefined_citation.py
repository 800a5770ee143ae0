"""PAP005."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from vaultkit.identity import identify
from vaultkit.lint.citations import known_keys
from vaultkit.lint.rule import NoteRule
from vaultkit.model.diagnostic import Diagnostic, Severity
from vaultkit.model.note import Footnote, Note
from vaultkit.model.outline import Trait
from vaultkit.patterns import lazy_pattern
from vaultkit.vault import Vault
from vaultkit.vault.suggest import suggest

_NUMBER_OR_WORD = lazy_pattern(r"\d{1,3}|[^\W\d_][\w-]{2,}")
_RANGE = lazy_pattern(r".-.|.*[^\w-]")  # [^a-z], [^"]: a set of characters of a regular expression


class UndefinedCitation(NoteRule, frozen=True):
    """A footnote or citation that leads to nothing.

    Flags `[^1]` without a line `[^1]: …` in the note, such a line that nothing refers to, and `[@key]` when the vault
    has a bibliography (`.bib` files, or notes named `@key`) that lacks the key. Notes that name a bibliography outside
    of the vault are not asked for their keys, and a key that is an identifier itself (`[@doi:10.1000/182]`) needs
    no entry.

    Why: the reader sees the raw brackets, and the source is lost; a definition that nothing refers to is not shown.

    Remedy: write the definition, or take out what is left over.

    Source: Obsidian help, "Basic formatting syntax", footnotes; Pandoc's manual, "Citation syntax"; for identifiers as
    keys Manubot's usage guide, "Citations".

    Bad:
        ~~~~ library.bib
        @article{nanda2023, title = {Progress measures}}
        ~~~~
        ~~~~ Note.md
        Sudden[^1] and late[^2]. %%! undefined-citation %%
        As they say [@nanda2023; @nanda2032]. %%! undefined-citation %%

        [^1]: In the test loss.
        [^3]: Nobody asked. %%! undefined-citation %%
        ~~~~

    Good:
        ~~~~ Note.md
        Sudden[^1], and inline^[as here]; the set [^a-z], `[^2]`.
        As they say [@nanda2023].

        [^1]: In the test loss.
        ~~~~

    Good:
        ~~~~ library.bib
        @article{nanda2023, title = {Progress measures}}
        ~~~~
        ~~~~ Note.md
        See [@nanda2023; @doi:10.1000/182; @arxiv:2301.05217].
        ~~~~
    """

    code: ClassVar[str] = "PAP005"
    name: ClassVar[str] = "undefined-citation"
    severity: ClassVar[Severity] = "warning"
    traits: ClassVar[int | None] = Trait.CITATION

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every reference and definition that stands alone."""
        yield from self._footnotes(note)
        keys = known_keys(vault, note) if note.citations else None
        if keys is None:
            return
        for one in note.citations:
            if one.key not in keys and identify(one.key) is None:
                yield self.finding(
                    note,
                    one.span,
                    f'no "{one.key}" in the bibliography of the vault',
                    target=one.key,
                    suggestions=suggest(one.key, keys),
                )

    def _footnotes(self, note: Note) -> Iterator[Diagnostic]:
        defined = {one.id.lower() for one in note.footnotes if one.definition}
        used = {one.id.lower() for one in note.footnotes if not one.definition}
        for one in note.footnotes:
            if one.definition and one.id.lower() not in used:
                message = f"nothing refers to the footnote {one.id}"
                where = f"write [^{one.id}] where it belongs, or take it out"
                yield self.finding(note, one.span, message, target=one.id, help=where)
            elif not one.definition and one.id.lower() not in defined and _is_meant(one, bool(defined)):
                yield self.finding(note, one.span, f"the footnote {one.id} is not defined", target=one.id)


def _is_meant(one: Footnote, others: bool) -> bool:
    """Whether brackets with a caret are a footnote and not a set of characters."""
    if not one.id or _RANGE.fullmatch(one.id):
        return False
    return others or _NUMBER_OR_WORD.fullmatch(one.id) is not None
