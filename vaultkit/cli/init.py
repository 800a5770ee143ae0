"""`vaultkit init`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import click

from vaultkit.cli.output import PATH, Progress, jobs_option, note, write
from vaultkit.config import CONFIG_NAMES, Loaded
from vaultkit.errors import UsageError
from vaultkit.lint import check
from vaultkit.report.config import toml, toml_key
from vaultkit.report.text import plural
from vaultkit.vault import Vault
from vaultkit.vault.template_use import FEWEST, USUAL
from vaultkit.vault.templates import template_facts
from vaultkit.workspace import Workspace, find_root

MOST_TYPES = 4
"""So many types of notes are named in the file."""
MANY = 20
"""From so many findings on a rule is named in the file."""


@click.command()
@click.argument("vault", default=".", type=PATH)
@click.option("--force", is_flag=True, help="Write over a configuration file that is there.")
@jobs_option
def init(vault: str, force: bool, jobs: int | None) -> None:
    """Write a commented vaultkit.toml for a vault, fitted to what is in it.

    Nothing is switched off: what the file suggests is commented out, so that findings stay the same.

    \b
    Examples:
      vaultkit init                  for the vault around the current folder
      vaultkit init notes/ --force   write over the file that is there
    """
    root = find_root((vault,))
    for name in CONFIG_NAMES:
        if (root / name).exists() and not force:
            raise UsageError(f"{root / name} exists already", hint="--force writes over it")
    with Progress("reading") as progress:
        opened = Workspace.open((vault,), config=Loaded(), jobs=jobs, progress=progress).vault
    place = root / next((name for name in CONFIG_NAMES if (root / name).exists()), CONFIG_NAMES[0])
    write(list(_lines(opened)), str(place))
    note(f"wrote {place}")


def _lines(vault: Vault) -> Iterator[str]:
    notes = [path for path, one in vault.notes.items() if not one.is_canvas]
    templates = [path for path in notes if vault.is_template(path)]
    excluded = sum(1 for path in notes if vault.is_excluded(path))
    canvases, others = len(vault.notes) - len(notes), len(vault.files) - len(vault.notes)
    yield "# Configuration of vaultkit: `vaultkit config` shows what holds, "
    yield "`vaultkit schema config` what may stand here.\n"
    yield f"# This vault: {plural(len(notes), 'note')}, {plural(canvases, 'canvas file')}, "
    yield f"{plural(others, 'other file')}.\n"
    folders = sorted({path.rpartition("/")[0] or "." for path in templates})
    if folders:
        yield f"# Templates, which are never checked: {plural(len(templates), 'note')} in "
        yield f"{', '.join(map(toml, folders))}.\n"
    if excluded:
        yield f"# Excluded by Obsidian's own settings, and not checked either: {plural(excluded, 'note')}.\n"
    yield "\n[lint]\n# The exit code is 1 for findings of this severity or worse: error, warning, info or never.\n"
    yield 'fail-on = "warning"\n\n'
    yield from _suggestions(vault)
    yield "# Notes that links lead to but nobody wants to hear about.\n"
    yield f"# exclude = {toml(_archives(notes) or ['Archive/'])}\n\n"
    yield "# Files that are not there at all: links to them are broken.\n"
    yield '# ignore-targets = ["Trash/"]\n\n'
    yield "# Rules that make no sense in some notes.\n"
    yield '# per-file-ignores = { "Inbox/**" = ["SEC"] }\n\n'
    yield "# Remedies that --fix must leave alone.\n# unfixable = []\n\n"
    yield from _types(vault)
    yield "# What is different in some notes; the last table that matches wins.\n"
    yield '# [[overrides]]\n# files = ["Papers/*.md"]\n# severity = { SEC003 = "error" }\n'


def _suggestions(vault: Vault) -> Iterator[str]:
    """Yield what to do about rules that find much, as remarks."""
    found = Counter((one.code, one.name, one.severity) for one in check(vault))
    loud = [(rule, count) for rule, count in found.most_common() if count >= MANY and rule[2] != "info"]
    if loud:
        yield "# What is found most in this vault today:\n"
        yield from (
            f"#   {code} {name}: {plural(count, severity)}\n" for (code, name, severity), count in loud
        )
        yield f'# severity = {{ {loud[0][0][0]} = "info" }}\n'
    yield f"# ignore = {toml([loud[0][0][0]] if loud else ['SEC003'])}\n\n"


def _types(vault: Vault) -> Iterator[str]:
    """Yield the types of notes that have a template, and what most of their notes fill, as remarks."""
    yield "# Types of notes, and what their notes must have; `vaultkit templates` shows what they do have.\n"
    every = template_facts(vault).templates.values()
    found = [one for one in every if one.type != "note" and len(one.notes) >= FEWEST]
    for template in sorted(found, key=lambda one: (-len(one.notes), one.type))[:MOST_TYPES]:
        usual = [
            use.heading
            for use in template.sections
            if use.in_template and use.leaf and use.filled >= USUAL * len(template.notes)
        ]
        usual = [heading for heading in usual if "{{" not in heading and "<%" not in heading]
        if template.path is None and not usual:
            continue
        yield f"# [types.{toml_key(template.type)}]\n"
        yield f"# # {plural(len(template.notes), 'note')} of this type are alike\n"
        if template.path is not None:
            yield f"# template = {toml(template.path)}\n"
        if usual:
            yield f"# required-sections = {toml(usual[:3])}\n"
    yield "# [types.person]\n"
    yield '# match = { folder = "People" }\n'
    yield '# properties.born = { type = "date", required = true }\n\n'


def _archives(notes: list[str]) -> list[str]:
    """Return the folders at the root that are named like an attic."""
    tops = {path.partition("/")[0] for path in notes if "/" in path}
    return sorted(f"{top}/" for top in tops if "archiv" in top.lower() or "attic" in top.lower())
