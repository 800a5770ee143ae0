"""The machine format `vaultkit.lint/1`: sorted, without times and absolute paths, always valid UTF-8."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from msgspec import UNSET

from vaultkit.report.counts import by_folder, missing_targets
from vaultkit.report.documents import FolderJson, LintJson, StatisticsJson, SummaryJson, TargetJson
from vaultkit.report.encode import encode
from vaultkit.report.findings import Lines, finding_json
from vaultkit.report.run import LintRun
from vaultkit.report.style import Style

STATISTICS: Final = "inside"
"""With --statistics, more counts are part of the document."""


def render(run: LintRun, style: Style) -> Iterator[str]:  # noqa: ARG001  every format takes a style
    """Yield the document."""
    counts = run.counts()
    lines = Lines(run.source)
    document = LintJson(
        findings=[finding_json(finding, lines) for finding in run.findings],
        summary=SummaryJson(
            notes=run.notes,
            errors=counts["error"],
            warnings=counts["warning"],
            infos=counts["info"],
            fixable=run.fixable("safe"),
            fixable_unsafe=run.fixable("unsafe"),
            fixed=run.fixed,
            hidden=run.hidden,
            unchecked=run.unchecked,
            baselined=run.baselined,
            vanished=len(run.vanished or ()),
            by_rule=dict(sorted(run.by_rule().items())),
        ),
        version=run.version,
        vanished=UNSET if run.vanished is None else list(run.vanished),
        statistics=_statistics(run) if run.statistics else UNSET,
    )
    yield encode(document, indent=2) + "\n"


def _statistics(run: LintRun) -> StatisticsJson:
    return StatisticsJson(
        missing_targets=[TargetJson(*one) for one in missing_targets(run.findings)],
        by_folder=[FolderJson(*one) for one in by_folder(run.findings)],
    )
