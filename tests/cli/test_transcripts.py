"""What people see, as golden files; `pytest --update-golden` rewrites them."""

from __future__ import annotations

import re

import pytest

VAULT = {
    ".obsidian/app.json": "{}",
    "Topics/Superposition.md": "---\naliases: [polytope]\n---\n# Superposition\n\n## Evidence\n\nToy models. ^toy\n\n## Doubts\n",
    "Topics/Feature.md": "# Feature\n\nSee [[Superpositon]], [[polytope]] and [[Superposition#Evidenc|why]].\n",
    "Papers/One.md": "[[Not written]] and [[Not written|again]]; ![[figure.png]] and [x](Gone.md).\n",
    "Log.md": "A tab\there, 日本語, then [[Topics/Gone]] and [[Feature||two pipes]].\n",
    "Templates/Note.md": "# {{title}}\n\n[[Nothing/here]]\n",
}

PAPERS = {
    f"Papers/{name}.md": f"# {name}\n\n- Status:: {status}\n\n## Claim\n\n{claim}\n\n## Verdict\n\n{verdict}\n\n## Code\n"
    for name, status, claim, verdict in (
        ("Alpha", "read", "Depth helps.", "It does not."),
        ("Beta", "", "Width helps.", "TODO"),
        ("Gamma", "read", "Data helps.", "To be decided."),
        ("Delta", "", "Noise helps.", "To be decided."),
        ("Epsilon", "", "", "To be decided."),
    )
}
VAULTS = {  # of the commands that have nothing to say of VAULT
    "templates": {
        ".obsidian/templates.json": '{"folder": "Templates"}',
        "Templates/Paper.md": "# {{title}}\n\n- Status::\n\n## Claim\n\n## Verdict\n\nTo be decided.\n\n## Code\n",
        **PAPERS,
    }
}

RUNS = {
    "lint-full": ["lint"],
    "lint-concise": ["lint", "--format", "concise", "--show-info"],
    "lint-json": ["lint", "--format", "json"],
    "lint-grouped": ["lint", "--format", "grouped"],
    "lint-jsonl": ["lint", "--format", "jsonl", "Papers"],
    "lint-github": ["lint", "--format", "github"],
    "lint-gitlab": ["lint", "--format", "gitlab", "Topics"],
    "lint-junit": ["lint", "--format", "junit", "--show-info"],
    "lint-markdown": ["lint", "--format", "markdown", "--statistics"],
    "lint-output": ["lint", "--format", "github", "--output", "report.txt"],
    "lint-statistics": ["lint", "--statistics"],
    "lint-statistics-beside": ["lint", "--statistics", "--format", "github", "Log.md"],
    "lint-paths": ["lint", "Topics", "--format", "concise"],
    "lint-one-note": ["lint", "Log.md"],
    "lint-select": ["lint", "--select", "LNK002,missing-heading", "--format", "concise"],
    "lint-diff": ["lint", "--diff", "--unsafe-fixes"],
    "lint-colour": ["lint", "--color", "always", "Log.md"],
    "lint-unknown-rule": ["lint", "--select", "broken-wikilinks"],
    "lint-missing-path": ["lint", "nowhere"],
    "lint-config": ["lint", "--config", "lint.slect=LNK"],
    "inspect": ["inspect"],
    "inspect-json": ["inspect", "--format", "json", "Topics/Feature.md"],
    "stats": ["stats"],
    "stats-filtered": ["stats", "--folder", "Topics", "--format", "csv"],
    "stats-unknown-folder": ["stats", "--folder", "Topcs"],
    "graph-help": ["graph", "--help"],
    "stats-help": ["stats", "--help"],
    "hubs": ["hubs", "--format", "json"],
    "bridges-help": ["bridges", "--help"],
    "related": ["related", "feature"],
    "related-unknown-note": ["related", "featur"],
    "path": ["path", "Feature", "One", "--through", "tag"],
    "path-steps": ["path", "Superposition", "feature"],
    "suggest": ["suggest"],
    "suggest-help": ["suggest", "--help"],
    "relations-help": ["relations", "--help"],
    "communities-help": ["communities", "--help"],
    "templates": ["templates"],
    "templates-dead": ["templates", "--dead", "--format", "csv"],
    "templates-notes": ["templates", "--notes"],
    "templates-help": ["templates", "--help"],
    "rules": ["rules"],
    "rule": ["rule", "bare-alias-link"],
    "help": ["--help"],
    "lint-help": ["lint", "--help"],
    "inspect-help": ["inspect", "--help"],
    "baseline-help": ["baseline", "--help"],
    "baseline-update-help": ["baseline", "update", "--help"],
    "config-help": ["config", "--help"],
    "init-help": ["init", "--help"],
}


@pytest.mark.parametrize("name", RUNS)
def test_transcript(name, vaultkit, golden, on_disk, monkeypatch) -> None:
    monkeypatch.chdir(on_disk(VAULTS.get(RUNS[name][0], VAULT)))
    monkeypatch.setenv("COLUMNS", "80")
    for variable in ("GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY", "CI_PROJECT_DIR"):
        monkeypatch.delenv(variable, raising=False)
    done = vaultkit(*RUNS[name])

    shown = f"$ vaultkit {' '.join(RUNS[name])}\n{done.out}{done.err}[exit {done.code}]\n"
    golden(f"{name}.txt", re.sub(r'("fingerprint": ?)"\w*"', r'\1"…"', shown))
    assert vaultkit(*RUNS[name]) == done  # the same, byte for byte, each time
