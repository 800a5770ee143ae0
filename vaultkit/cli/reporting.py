"""Where the report of a run goes: a format to standard output or a file, and what people see beside it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from vaultkit.cli.output import is_file, note, style_for, style_of, write
from vaultkit.report import LintRun, ends_in_summary, render, where_statistics_go
from vaultkit.report.statistics import statistics
from vaultkit.report.summary import summary


def emit(run: LintRun, format: str, output: str | None, color: str) -> None:
    """Write `run` in `format` to the file `output`, or to standard output.

    With a file, the summary goes to standard error. Statistics stand in place of the findings in formats
    for people; in other formats they are part of the document or go to standard error.

    Raises:
        UsageError: the file cannot be written.
    """
    style = style_of(output, color)
    where = where_statistics_go(format) if run.statistics else ""
    write(statistics(run, style) if where == "instead" else render(run, format, style), output)
    if where == "beside":
        _to_stderr(statistics(run, style_for(color, sys.stderr)))
    elif is_file(output):
        _to_stderr(summary(run, style_for(color, sys.stderr)))
    elif run.strict and run.vanished and not ends_in_summary(format):
        _to_stderr(summary(run, style_for(color, sys.stderr)))  # why a report without findings fails
    if format == "github":
        _append_job_summary(run)


def _to_stderr(pieces: Iterable[str]) -> None:
    sys.stderr.write("".join(pieces))


def _append_job_summary(run: LintRun) -> None:
    """Append the findings to the page that GitHub shows for a job, where there is one."""
    place = os.environ.get("GITHUB_STEP_SUMMARY")
    if not place:
        return
    from vaultkit.report.formats.markdown import SUMMARY, document

    try:
        with Path(place).open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
            taken = stream.tell()
            stream.write("\n" if taken else "")
            stream.writelines(document(run, max(0, SUMMARY - taken)))
    except OSError as error:
        note(f"warning: the job summary cannot be written: {error.strerror}")
