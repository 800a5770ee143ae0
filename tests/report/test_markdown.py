"""The tables for comments and job summaries, read back as GitHub reads them."""

from __future__ import annotations

import re
from html import unescape

import pyromark
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultkit.model.diagnostic import Diagnostic
from vaultkit.report import LintRun
from vaultkit.report.formats.markdown import COMMENT, document
from vaultkit.text import Span
from vaultkit.vault import Vault

from .runs import ODD_NAMES, lint_run, many, text

GFM = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH
HERE = Span(0, 1, 1, 1, 1, 2)
ROW = re.compile(r"<tr>\s*<td>(.*?)</td>\s*<td>(.*?)</td>\s*<td>(.*?)</td>\s*</tr>")


def rows(written: str) -> list[tuple[str, str, str]]:
    """Return the cells of each finding as a browser would show them, and let nothing but code be markup."""
    found = []
    for cells in ROW.findall(pyromark.html(written, options=GFM)):
        assert set(re.findall(r"</?(\w+)", "".join(cells))) <= {"code"}
        place, rule, message = (unescape(re.sub(r"</?code>", "", cell)) for cell in cells)
        found.append((place, rule, message))
    return found


def test_tables_by_severity() -> None:
    run = LintRun(many(2, "warning") + many(1, "error") + many(1, "info"), notes=1, show_info=True)
    written = text(run, "markdown")
    assert re.findall("### (.*)", written) == ["1 error", "2 warnings", "1 info"]
    assert rows(written)[0] == ("n.md:1:1", "AAA001 odd", "a message")
    assert len(rows(written)) == 4


def test_a_clean_run_has_no_table() -> None:
    assert text(LintRun((), notes=3), "markdown") == "## vaultkit\n\nNo findings in 3 notes.\n"


def test_odd_names_stay_in_their_cells() -> None:
    run = lint_run(ODD_NAMES, show_info=True)
    found = rows(text(run, "markdown"))
    assert len(found) == len(run.findings)
    places = {place for place, _, _ in found}
    assert "x\\x1b[2J\\ny|<b>`@who.md:1:4" in places
    assert "::error title=x::y.md:1:4" in places
    assert "caf\\xe9/日本 🙂.md:3:17" in places


@given(st.text(alphabet=st.characters(codec=None) | st.sampled_from('"`|\\<*_[@#&'), max_size=30))
def test_any_message_stays_in_its_cell(message: str) -> None:
    finding = Diagnostic("AAA001", "odd", "error", "n.md", HERE, f"x{message}x", help=f"x{message}x")
    ((place, rule, _),) = rows(text(LintRun((finding,)), "markdown"))
    assert (place, rule) == ("n.md:1:1", "AAA001 odd")


def test_nobody_is_called_and_no_issue_linked() -> None:
    message = 'ask @someone about #12; "quoted @other"'
    written = text(LintRun((Diagnostic("AAA001", "odd", "error", "n.md", HERE, message),)), "markdown")
    outside = re.sub("`[^`]*`", "", written)
    assert not re.search(r"@\w|#\d", outside)
    assert "`quoted @other`" in written


@pytest.mark.parametrize("limit", [0, 200, 1000, COMMENT])
def test_the_tables_are_cut_the_gravest_first(limit: int) -> None:
    run = LintRun(many(2000, "warning", "日本") + many(1500, "error"), notes=1)
    written = "".join(document(run, limit))
    assert len(written.encode()) <= limit + 400
    left = [int(count) for count in re.findall(r"and (\d+) more (?:error|warning)s?", written)]
    assert len(rows(written)) + sum(left) == 3500
    assert re.findall("### (.*)", written) == ["1500 errors", "2000 warnings"]
    assert limit < COMMENT or 500 < len(rows(written)) < 3000


def test_a_comment_fits_with_statistics() -> None:
    texts = {f"{'folder ' * 20}{at}/n.md": f"[[{'Target ' * 20}{at}]] ![[{at}.png]]" for at in range(400)}
    written = text(lint_run(Vault.from_texts(texts), statistics=True, show_info=True), "markdown")
    assert len(written) < 65_536
    assert "### Missing targets" in written
    assert "and 790 more targets" in written
    assert "and 390 more folders" in written
    assert "| `EMB001 missing-attachment` | 400 |" in written
