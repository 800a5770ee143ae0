"""VKT001."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import ClassVar

from vaultkit.lint.rule import Rule
from vaultkit.lint.suppress import Named, Placed, Suppression, suppressions, whole
from vaultkit.lint.unsuppress import removal
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.note import Note
from vaultkit.vault import Vault


class UnusedSuppression(Rule, frozen=True):
    """A suppression of something that is not there.

    Flags a comment `%% vaultkit: ignore[...] %%` or `<!-- vaultkit: ignore[...] -->` of any form, and an entry of
    the property `vaultkit-ignore`, where the rules named find nothing.

    Why: the fault was mended or has moved; what is left would hide the next one.

    Remedy: remove the comment or the code. The fix does that.

    Source: our own; linters for code report unused suppressions as well.

    Bad:
        ~~~~ Plan.md
        Some text.
        ~~~~
        ~~~~ Log.md
        See [[Plan]]. %% vaultkit: ignore[LNK001] it was renamed %% %%! unused-suppression %%
        See [[Old/Plan]]. <!-- vaultkit: ignore[LNK001, empty-section] --> %%! unused-suppression %%

        %% vaultkit: ignore-next-line[missing-heading] %% %%! unused-suppression %%
        The end.
        ~~~~

    Fixed:
        ~~~~ Log.md
        See [[Plan]].
        See [[Old/Plan]]. <!-- vaultkit: ignore[LNK001] -->

        The end.
        ~~~~

    Bad:
        ~~~~ Log.md
        ---
        vaultkit-ignore: [LNK001, SEC003] #! unused-suppression
        ---
        See [[scan.pdf]].
        ~~~~

    Fixed:
        ~~~~ Log.md
        ---
        vaultkit-ignore: [LNK001]
        ---
        See [[scan.pdf]].
        ~~~~

    Good:
        ~~~~ Log.md
        See [[scan.pdf]]. %% vaultkit: ignore[broken-wikilink] kept for the record %%

        `%% vaultkit: ignore[LNK001] %%`
        ~~~~
    """

    code: ClassVar[str] = "VKT001"
    name: ClassVar[str] = "unused-suppression"
    severity: ClassVar[Severity] = "warning"

    def judge(
        self,
        vault: Vault,
        findings: Mapping[str, Sequence[Diagnostic]],
        known: Collection[str],
        *,
        full: bool,
    ) -> Iterator[Diagnostic]:
        """Yield the suppressions that silence none of `findings`, given by path for the notes looked at.

        `known` holds the codes of the rules that made them; of other codes nothing is said, and of a
        suppression of everything only where `full` says that all rules ran.
        """
        for path, found in findings.items():
            placed, text = Placed(found), None
            for one in suppressions(vault)[path].valid:
                if one.everything:
                    unused: tuple[Named, ...] | None = () if full and not placed.uses(one) else None
                else:
                    used = set(placed.used(one))
                    unused = tuple(
                        named
                        for named in one.named
                        if named not in used and self.code not in named.codes and named.codes.issubset(known)
                    )
                if unused is not None and (unused or one.everything):
                    text = vault.text(path) if text is None else text
                    yield self._finding(text, vault.notes[path], one, unused)

    def _finding(self, text: str, note: Note, one: Suppression, unused: tuple[Named, ...]) -> Diagnostic:
        names = ", ".join(named.text for named in unused)
        edits = removal(text, note, one, frozenset(unused))
        return self.finding(
            note,
            whole(note, one),
            f"nothing of {names} is found here" if names else "nothing is found in this note",
            target=names or one.form,
            fix=Fix("remove the unused suppression", "safe", {note.path: edits}) if edits else None,
        )
