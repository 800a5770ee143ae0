"""`vaultkit lint`."""

from __future__ import annotations

from typing import Any, ClassVar

import click

from vaultkit.cli.linting import LintOptions, run_lint
from vaultkit.cli.output import (
    PATH,
    baseline_option,
    cache_dir_option,
    color_option,
    config_option,
    format_for,
    format_option,
    jobs_option,
    no_cache_option,
    paths_argument,
    vault_option,
)
from vaultkit.cli.rule_names import rules_option
from vaultkit.cli.sections import SectionedCommand
from vaultkit.model.diagnostic import SEVERITIES
from vaultkit.report import format_names

HELP = """Say what is wrong with the notes of a vault.

PATHS are a vault, folders or notes in it; by default the vault around the current folder. The whole vault is
read in any case, so that links resolve; findings are listed for PATHS and only counted elsewhere.

Grey links to notes that nobody has written yet are of severity info: they are counted, and listed with
--show-info, with --select, in JSON, or when --fail-on info asks for them.

\b
Examples:
  vaultkit lint                         the vault around the current folder
  vaultkit lint vault/ --fix            repair what has one safe remedy
  vaultkit lint vault/ --diff           show what --fix would change
  vaultkit lint --select LNK,ANC001     links, and headings that are missing
  vaultkit lint --ignore empty-section  all rules but one
  vaultkit lint --watch                 the report, kept up to date while notes are written
  vaultkit lint --format json -o out.json
  vaultkit lint --format github         annotations and a summary in GitHub Actions
  vaultkit lint --staged                what git is about to commit, as in the pre-commit hook
  vaultkit lint --stdin-filename A.md - a note as an editor has it, not saved yet
  vaultkit lint --diff-base origin/main what a pull request changes, and what it breaks in other notes
"""


class LintCommand(SectionedCommand):
    """`vaultkit lint` with its many options in sections."""

    sections: ClassVar[dict[str, tuple[str, ...]]] = {
        "Rules": ("selected", "ignore", "extend_select"),
        "Repair": (
            "fixing",
            "unsafe_fixes",
            "diff",
            "fixable",
            "unfixable",
            "exit_non_zero_on_fix",
            "add_ignore",
        ),
        "Changes": ("staged", "diff_base", "buffer", "watch"),
        "Known findings": ("baseline", "no_baseline", "baseline_strict"),
        "Report": ("format_", "output", "stats", "show_info", "quiet", "verbose", "profile", "color"),
        "Exit code": ("fail_on", "exit_zero"),
    }


@click.command(cls=LintCommand, help=HELP)
@paths_argument
@click.option("--fix", "fixing", is_flag=True, help="Repair what has a safe remedy.")
@click.option(
    "--unsafe-fixes",
    is_flag=True,
    help="With --fix or --diff: also remedies that make a choice, or change a heading.",
)
@click.option(
    "--diff", is_flag=True, help="Change nothing; print what --fix would change. Exits 1 if anything."
)
@rules_option("--select", "selected", help="Only these rules: LNK, LNK001, a name, ALL.")
@rules_option("--ignore", help="All rules but these.")
@rules_option("--extend-select", help="These rules besides the ones selected.")
@rules_option("--fixable", help="Fix findings of these rules only.")
@rules_option("--unfixable", help="Never fix findings of these rules.")
@click.option(
    "--add-ignore",
    is_flag=False,
    flag_value="",
    metavar="[REASON]",
    help="Write a comment that suppresses it beside every finding; with --add-ignore=REASON, why.",
)
@format_option(format_names(), "full")
@click.option(
    "-o",
    "--output",
    type=PATH,
    metavar="FILE",
    help="Write the report to a file; without --format, in the one that its ending names. The summary goes to stderr.",
)
@click.option(
    "--statistics",
    "stats",
    is_flag=True,
    help="Count findings by rule and folder, and what is missing most, in place of listing them.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    help="Exit 1 for findings of this severity or worse; warning unless configured.",
)
@click.option("--exit-non-zero-on-fix", is_flag=True, help="With --fix: exit 1 if a note was changed.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever is found.")
@click.option(
    "--staged",
    is_flag=True,
    help="Check what git is about to commit: the staged notes, and what they break in others. "
    "Configuration and baseline are read from the folder.",
)
@click.option(
    "--diff-base",
    metavar="REV",
    help="Check what a branch changes: the notes that differ from where it left REV, and what they break in others.",
)
@click.option(
    "--stdin-filename",
    "buffer",
    type=PATH,
    metavar="NOTE",
    help="Check this note as it stands on standard input, unsaved in an editor.",
)
@click.option(
    "--watch", is_flag=True, help="Report again whenever a file of the vault changes, until Ctrl-C."
)
@baseline_option
@click.option("--no-baseline", is_flag=True, help="List what the baseline knows, too.")
@click.option("--baseline-strict", is_flag=True, help="Exit 1 if the baseline holds what is no longer found.")
@click.option("--show-info", is_flag=True, help="List findings of severity info, too.")
@click.option(
    "-q", "--quiet", is_flag=True, help="Only findings: no closing lines, nothing where all is well."
)
@click.option("-v", "--verbose", is_flag=True, help="As --show-info, and say what the cache was good for.")
@click.option("--profile", is_flag=True, help="Say on standard error where the time went, by phase and rule.")
@vault_option
@config_option
@jobs_option
@no_cache_option
@cache_dir_option
@color_option
def lint(**given: Any) -> int:
    """Run the linter and return the exit code; the text for users is `HELP`."""
    format = format_for(given["output"], given["format_"], format_names())
    return run_lint(LintOptions(**{**given, "format_": format}))
