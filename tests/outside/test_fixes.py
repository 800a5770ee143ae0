"""Safe fixes in real vaults: they come to an end, lose no link, and touch nothing but what was found."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher

import pytest

from vaultkit.lint.fixer import fix
from vaultkit.lint.rule import Rule
from vaultkit.lint.rules.links.link_style import LinkStyle
from vaultkit.lint.runner import check
from vaultkit.lint.selection import select
from vaultkit.text import LineIndex
from vaultkit.vault import Vault

from .shared import SHARED, needs_shared

pytestmark = needs_shared

VAULTS = {name: SHARED / "vaults" / name for name in ("burny", "de-wiki", "kepano", "tasks-demo")}
VAULTS["seeds"] = SHARED / "seeds" / "vault"
RULES: dict[str, tuple[Rule, ...]] = {
    "default": select(),
    "markdown": (LinkStyle(syntax="markdown", path="relative"),),
    "wikilinks": (LinkStyle(syntax="wikilink", path="absolute"),),
}


def edges(vault: Vault, path: str) -> Counter[tuple[str | None, bool | None]]:
    """What the links of a note lead to, and whether the part that they name was found."""
    found = (vault.resolve(link, path) for link in vault.notes[path].links if not link.external)
    return Counter((one.path, one.subpath_found) for one in found if one.path is not None)


@pytest.fixture(scope="module", params=VAULTS)
def vault(request: pytest.FixtureRequest) -> Vault:
    return Vault.open(VAULTS[request.param], jobs=1)


@pytest.mark.parametrize("rules", RULES.values(), ids=RULES)
def test_safe_fixes(vault: Vault, rules: tuple[Rule, ...]) -> None:
    findings = check(vault, rules)
    once = fix(vault, rules, findings=findings)

    assert once.unstable == ()
    assert fix(once.vault, rules, findings=once.findings).texts == {}
    for path, text in once.texts.items():
        lost = edges(vault, path) - edges(once.vault, path)
        assert not lost, (path, lost)
        lines = LineIndex(vault.text(path))
        meant = {
            lines.locate(edit.start + offset)[0]
            for finding in findings
            if finding.path == path and finding.fix is not None and finding.fix.applicability == "safe"
            for edit in finding.fix.edits.get(path, ())
            for offset in (0, edit.end - edit.start)
        }
        before, after = vault.text(path).split("\n"), text.split("\n")
        for kind, start, end, _, _ in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
            if kind != "equal":
                assert {*range(start + 1, max(end, start + 1) + 1)} <= meant, (path, start + 1)
