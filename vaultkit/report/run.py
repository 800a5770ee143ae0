"""What a run of the linter came to: the value that every format renders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import msgspec

from vaultkit.model.diagnostic import SEVERITIES, Diagnostic
from vaultkit.report.documents import EntryJson


def no_text(_path: str) -> str:
    """Return no text: a source for runs whose texts are not at hand."""
    return ""


class LintRun(msgspec.Struct, frozen=True):
    """The findings of a run and what is worth knowing around them.

    `hidden` findings are in notes that were not asked for, and so many notes were not looked at: `unchecked`;
    without the option or argument `narrowed_by` they would be. `show_info` says whether findings of severity
    info are listed in formats for people; `source` gives the text of a note. `prefix` is the vault's folder
    in a repository that is being checked, with a final `/`, for services that show findings beside the
    repository's files. `folder` is likewise the vault's folder seen from where people stand, so that they can
    open the paths that formats for people print. `statistics` asks for more counts in the formats that hold
    them (json, markdown). `baselined` findings are not listed because the baseline knows them, `vanished` are
    its entries that are no longer found (None without a baseline); `strict` says that these fail the run.
    `quiet` leaves out the lines about the run as a whole in formats for people. `width` is that of the terminal in
    columns, None where the report goes elsewhere.
    """

    findings: tuple[Diagnostic, ...]
    notes: int = 0
    hidden: int = 0
    unchecked: int = 0
    narrowed_by: str = "paths"
    fixed: int = 0
    show_info: bool = False
    version: str = ""
    source: Callable[[str], str] = no_text
    prefix: str = ""
    folder: str = ""
    statistics: bool = False
    baselined: int = 0
    vanished: tuple[EntryJson, ...] | None = None
    strict: bool = False
    quiet: bool = False
    width: int | None = None

    def counts(self) -> dict[str, int]:
        """Return the number of findings of each severity, in the order of gravity."""
        found = Counter(finding.severity for finding in self.findings)
        return {severity: found[severity] for severity in SEVERITIES}

    def fixable(self, applicability: str) -> int:
        """Return how many findings have a fix of this applicability."""
        return sum(
            1 for one in self.findings if one.fix is not None and one.fix.applicability == applicability
        )

    def by_rule(self) -> dict[str, int]:
        """Return the number of findings of each rule by code, most first."""
        found = Counter(finding.code for finding in self.findings)
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))

    def listed(self) -> list[Diagnostic]:
        """Return the findings that are listed for people."""
        return [one for one in self.findings if self.show_info or one.severity != "info"]


def meant(finding: Diagnostic, most: int = 1) -> str:
    """Return the finding's message and what was meant, where there are at most `most` likely meanings."""
    if 0 < len(finding.suggestions) <= most:
        return f"{finding.message} (did you mean {' or '.join(finding.suggestions)}?)"
    return finding.message
