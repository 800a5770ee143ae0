"""The sample vault: its deliberate faults, all of them and nothing else, are what a run finds."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from vaultkit.lint.registry import all_rules
from vaultkit.vault import Vault

SAMPLE = Path(__file__).parents[1] / "sample_vault"

FAULTS = [
    # the plot was drawn again, and the first one stayed
    ("Attachments/sparsity-first-try.png", 1, "EMB004", "unused-attachment"),
    # a note kept in Latin-1 since it was copied from somewhere else
    ("Clippings/Summer school.md", 9, "TXT001", "invalid-utf8"),
    # the note was called otherwise when the map was drawn
    ("Interpretability map.canvas", 8, "EMB005", "broken-canvas-reference"),
    # written when there was no such note
    ("Log/2024-06-20.md", 16, "VKT001", "unused-suppression"),
    ("Log/2024-06-21.md", 4, "SEC001", "unfilled-placeholder"),
    ("Log/Ablation run/Setup.md", 2, "TAG001", "invalid-tag"),
    ("Log/Reading log.md", 25, "LNK004", "bare-alias-link"),
    # a digit was lost when the number was copied
    ("Log/Reading log.md", 59, "PAP001", "invalid-arxiv-id"),
    ("Papers/Grokking small datasets.md", 14, "LNK007", "unescaped-space-in-link"),
    # a colon in a title without quotes: the note has no properties at all
    ("Papers/Locating factual associations.md", 3, "FRM001", "invalid-yaml"),
    # begun from memory: no number, no address, and the states to choose from as they came
    ("Papers/Softmax linear units.md", 1, "PAP004", "missing-paper-id"),
    ("Papers/Softmax linear units.md", 24, "SEC004", "stub-section"),
    ("Papers/Softmax linear units.md", 26, "SEC009", "untouched-tag-menu"),
    # the site that the post was written for has this picture, the vault has not
    ("Posts/2024-05-18-a-first-circuit.md", 6, "POR005", "site-absolute-path"),
    ("Reading list.md", 17, "LNK002", "unwritten-note"),
    ("Reading list.md", 25, "LNK008", "malformed-wikilink"),
    ("Topics/Activation patching.md", 31, "LNK005", "ambiguous-wikilink"),
    ("Topics/Attention head.md", 24, "SEC003", "empty-section"),
    ("Topics/Circuits.md", 28, "EMB002", "missing-embedded-note"),
    # a feature is what is superposed; the two were made parts of each other
    ("Topics/Feature.md", 11, "GRA002", "hierarchy-cycle"),
    ("Topics/Induction heads.md", 34, "LNK008", "malformed-wikilink"),
    ("Topics/Linear probes.md", 9, "FRM011", "broken-property-link"),
    ("Topics/Logit lens.md", 21, "LNK003", "broken-markdown-link"),
    ("Topics/MLP layer.md", 5, "FRM004", "unquoted-wikilink"),
    ("Topics/Mechanistic interpretability.md", 42, "LNK002", "unwritten-note"),
    ("Topics/Polysemanticity.md", 11, "LNK001", "broken-wikilink"),
    ("Topics/Residual stream.md", 25, "EMB001", "missing-attachment"),
    ("Topics/Sparse autoencoders.md", 29, "LNK001", "broken-wikilink"),
    ("Topics/Superposition.md", 38, "ANC002", "missing-block"),
    ("Topics/Training dynamics.md", 25, "ANC001", "missing-heading"),
    # the footnote itself was never written
    ("Topics/Transformer.md", 30, "PAP005", "undefined-citation"),
]


def lint(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run `vaultkit lint` as a user does."""
    program = "from vaultkit.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program, "lint", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def findings(vault: Path) -> list[dict[str, Any]]:
    """Return what a run finds in a vault."""
    output = json.loads(lint(str(vault), "--format", "json", cwd=vault.parent).stdout)
    return list(output["findings"])


def test_the_faults_are_found_and_nothing_else() -> None:
    found = [(row["path"], row["line"], row["code"], row["name"]) for row in findings(SAMPLE)]

    assert found == FAULTS


def test_every_family_of_rules_is_shown() -> None:
    families = {rule.code[:3] for rule in all_rules() if rule.default}

    assert {code[:3] for _, _, code, _ in FAULTS} == families


def test_a_run_fails_and_says_where() -> None:
    done = lint("sample_vault", "--format", "concise", "--show-info", cwd=SAMPLE.parent)

    assert done.returncode == 1
    for path, line, code, _ in FAULTS:
        assert any(f"{path}:{line}:" in row and code in row for row in done.stdout.splitlines()), (path, line)


def test_near_names_are_suggested() -> None:
    suggested = {row["target"]: row["suggestions"] for row in findings(SAMPLE)}

    assert suggested["Superpositon"] == ["Superposition"]
    assert suggested["SAE"] == ["Sparse autoencoders"]
    assert suggested["https://arxiv.org/abs/2209.1065"] == ["arxiv:2209.10652"]


def test_fixes_mend_what_they_can_and_a_second_run_changes_nothing(tmp_path: Path) -> None:
    vault = tmp_path / "sample_vault"
    shutil.copytree(SAMPLE, vault)
    before = {row["path"] + row["name"] for row in findings(vault) if row["fix"]}
    assert before

    lint(str(vault), "--fix", "--unsafe-fixes", cwd=tmp_path)

    mended = {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()}
    assert not [row for row in findings(vault) if row["fix"]]
    lint(str(vault), "--fix", "--unsafe-fixes", cwd=tmp_path)
    assert {path: path.read_bytes() for path in vault.rglob("*") if path.is_file()} == mended


@pytest.mark.parametrize("name", ["Clippings/Summer school.md", "Clippings/Zoom in.md"])
def test_git_keeps_the_bytes(name: str) -> None:
    """One note is Latin-1 and one has Windows line ends; a checkout that converts either breaks the sample."""
    data = (SAMPLE / name).read_bytes()

    assert (b"Z\xfcrich" in data) == (name == "Clippings/Summer school.md")
    assert data.count(b"\r\n") == (data.count(b"\n") if name == "Clippings/Zoom in.md" else 0)


def test_it_is_a_vault_like_any_other() -> None:
    vault = Vault.open(SAMPLE)
    notes = [note for note in vault.notes.values() if not note.is_canvas and not vault.is_template(note.path)]

    assert 25 <= len(notes) <= 45
    assert sum(note.path.startswith("Papers/") for note in notes) >= 8
    assert vault.settings.template_folders == ("Templates",)
    assert {"png", "svg", "canvas"} <= {path.rpartition(".")[2] for path in vault.files}
    assert any(note.footnotes for note in notes)
    assert any(note.callouts for note in notes)
    assert any("/" in tag.name for note in notes for tag in note.tags)
    assert sum(len(note.blocks) for note in notes) >= 5
    assert all(note.get("arxiv") for note in notes if note.path.startswith("Papers/") and note.properties)
