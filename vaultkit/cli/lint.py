"""`vaultkit lint`."""

from __future__ import annotations

from pathlib import Path

import click

from vaultkit import __version__
from vaultkit.cli.add_ignore import suppress_findings
from vaultkit.cli.baseline import baseline_option, find_baseline
from vaultkit.cli.fixing import repair, show_diff
from vaultkit.cli.judge import Judge
from vaultkit.cli.opening import choose_cache, open_workspace
from vaultkit.cli.output import (
    cache_dir_option,
    color_option,
    config_option,
    jobs_option,
    no_cache_option,
    paths_argument,
    vault_option,
)
from vaultkit.cli.reporting import emit
from vaultkit.config import load_config
from vaultkit.errors import UsageError
from vaultkit.lint import Fixed, failed
from vaultkit.lint.policy import make_policy
from vaultkit.model.diagnostic import SEVERITIES
from vaultkit.report import LintRun, format_names
from vaultkit.report.checkout import checkout_prefix
from vaultkit.workspace import find_root, folder_from_here

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
  vaultkit lint --format json -o out.json
  vaultkit lint --format github         annotations and a summary in GitHub Actions
"""


@click.command(help=HELP)
@paths_argument
@click.option("--fix", "fixing", is_flag=True, help="Repair what has a safe remedy.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: remedies that make a choice, too.")
@click.option(
    "--diff", is_flag=True, help="Change nothing; print what --fix would change. Exits 1 if anything."
)
@click.option(
    "--select", "selected", multiple=True, metavar="RULES", help="Only these rules: LNK, LNK001, a name, ALL."
)
@click.option("--ignore", multiple=True, metavar="RULES", help="All rules but these.")
@click.option(
    "--extend-select", multiple=True, metavar="RULES", help="These rules besides the ones selected."
)
@click.option("--fixable", multiple=True, metavar="RULES", help="Fix findings of these rules only.")
@click.option("--unfixable", multiple=True, metavar="RULES", help="Never fix findings of these rules.")
@click.option(
    "--add-ignore",
    is_flag=False,
    flag_value="",
    metavar="[REASON]",
    help="Write a comment that suppresses it beside every finding; with --add-ignore=REASON, why.",
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(format_names()),
    default="full",
    show_default=True,
    help="Output format.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(),
    metavar="FILE",
    help="Write the report to a file; the summary goes to stderr.",
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
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever is found.")
@baseline_option
@click.option("--no-baseline", is_flag=True, help="List what the baseline knows, too.")
@click.option("--baseline-strict", is_flag=True, help="Exit 1 if the baseline holds what is no longer found.")
@click.option("--show-info", is_flag=True, help="List findings of severity info, too.")
@click.option("-v", "--verbose", is_flag=True, help="The same, and say what the cache was good for.")
@vault_option
@config_option
@jobs_option
@no_cache_option
@cache_dir_option
@color_option
def lint(
    paths: tuple[str, ...],
    fixing: bool,
    unsafe_fixes: bool,
    diff: bool,
    selected: tuple[str, ...],
    ignore: tuple[str, ...],
    extend_select: tuple[str, ...],
    fixable: tuple[str, ...],
    unfixable: tuple[str, ...],
    add_ignore: str | None,
    format_: str,
    output: str | None,
    stats: bool,
    fail_on: str | None,
    exit_zero: bool,
    baseline: str | None,
    no_baseline: bool,
    baseline_strict: bool,
    show_info: bool,
    verbose: bool,
    vault: str | None,
    config: tuple[str, ...],
    jobs: int | None,
    no_cache: bool,
    cache_dir: str | None,
    color: str,
) -> int:
    """Run the linter and return the exit code; the text for users is `HELP`."""
    if unsafe_fixes and not (fixing or diff):
        raise UsageError("--unsafe-fixes needs --fix or --diff")
    if fixing and diff:
        raise UsageError("--fix and --diff exclude each other", hint="--diff shows what --fix would change")
    if add_ignore is not None and (fixing or diff):
        raise UsageError("--add-ignore goes without --fix and --diff")
    if add_ignore and Path(add_ignore).exists():  # click takes `--add-ignore vault/` for a reason
        paths, add_ignore = (add_ignore, *paths), ""
    if no_baseline and (baseline is not None or baseline_strict):
        raise UsageError("--no-baseline goes without --baseline and --baseline-strict")
    root = find_root(paths, vault)
    loaded = load_config(root, config)
    policy = make_policy(
        loaded,
        select=selected,
        ignore=ignore,
        extend_select=extend_select,
        fixable=fixable,
        unfixable=unfixable,
        fail_on=fail_on,
    )
    known = None if no_baseline else find_baseline(root, baseline, loaded)
    workspace = open_workspace(paths, vault, loaded, jobs, cache=choose_cache(no_cache, cache_dir, verbose))
    judge = Judge(workspace, policy, known)
    verdict = judge.verdict(workspace.vault)
    show_info = show_info or verbose or bool(selected) or bool(extend_select) or policy.fail_on == "info"
    if add_ignore is not None:
        listed = [one for one in verdict.shown if show_info or one.severity != "info"]
        return suppress_findings(workspace.vault, listed, policy, add_ignore)
    if diff:
        code = show_diff(judge, verdict, unsafe=unsafe_fixes, output=output)
        return 0 if exit_zero else code
    fixed: Fixed | None = None
    if fixing:
        fixed = repair(judge, verdict, unsafe=unsafe_fixes)
        verdict = judge.verdict(fixed.vault)
    run = LintRun(
        findings=verdict.shown,
        notes=judge.notes(),
        hidden=verdict.hidden,
        fixed=len(fixed.applied) if fixed else 0,
        show_info=show_info,
        version=__version__,
        source=(fixed.vault if fixed else workspace.vault).text,
        prefix=checkout_prefix(workspace.root),
        folder=folder_from_here(workspace.root),
        statistics=stats,
        baselined=verdict.baselined,
        vanished=verdict.vanished,
        strict=baseline_strict,
    )
    emit(run, format_, output, color)
    return _exit_code(run, policy.fail_on, exit_zero)


def _exit_code(run: LintRun, fail_on: str, exit_zero: bool) -> int:
    if failed(run.findings):
        return 3
    if exit_zero or fail_on == "never":
        return 0
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    if run.strict and run.vanished:
        return 1
    return 1 if any(finding.severity in grave for finding in run.findings) else 0
