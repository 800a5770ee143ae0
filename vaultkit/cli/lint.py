"""`vaultkit lint`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from vaultkit import __version__
from vaultkit.cli.add_ignore import suppress_findings
from vaultkit.cli.opening import choose_cache, open_workspace
from vaultkit.cli.output import (
    Progress,
    cache_dir_option,
    color_option,
    config_option,
    jobs_option,
    no_cache_option,
    note,
    paths_argument,
    vault_option,
    write,
)
from vaultkit.cli.reporting import emit
from vaultkit.config import load_config
from vaultkit.errors import UsageError
from vaultkit.lint import Diagnostic, Fixed, check, failed, fix
from vaultkit.lint.diff import unified_diff
from vaultkit.lint.facts import link_facts
from vaultkit.lint.policy import Policy, make_policy
from vaultkit.lint.write import write_texts
from vaultkit.model.diagnostic import SEVERITIES
from vaultkit.report import LintRun, format_names
from vaultkit.report.checkout import checkout_prefix
from vaultkit.report.text import plural, safe
from vaultkit.vault import Vault
from vaultkit.workspace import Workspace, find_root, folder_from_here

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
    loaded = load_config(find_root(paths, vault), config)
    policy = make_policy(
        loaded,
        select=selected,
        ignore=ignore,
        extend_select=extend_select,
        fixable=fixable,
        unfixable=unfixable,
        fail_on=fail_on,
    )
    workspace = open_workspace(paths, vault, loaded, jobs, cache=choose_cache(no_cache, cache_dir, verbose))
    everything = _check(workspace, policy)
    shown = _asked_for(everything, workspace)
    show_info = show_info or verbose or bool(selected) or bool(extend_select) or policy.fail_on == "info"
    if add_ignore is not None:
        listed = [one for one in shown if show_info or one.severity != "info"]
        return suppress_findings(workspace.vault, listed, policy, add_ignore)
    if diff:
        code = _diff(workspace, policy, shown, unsafe_fixes, output)
        return 0 if exit_zero else code
    fixed: Fixed | None = None
    if fixing:
        fixed = _fix(workspace, policy, shown, unsafe_fixes)
        everything = check(fixed.vault, policy=policy)
        shown = _asked_for(everything, workspace)
    run = LintRun(
        findings=tuple(shown),
        notes=_judged(workspace, policy),
        hidden=len(everything) - len(shown),
        fixed=len(fixed.applied) if fixed else 0,
        show_info=show_info,
        version=__version__,
        source=(fixed.vault if fixed else workspace.vault).text,
        prefix=checkout_prefix(workspace.root),
        folder=folder_from_here(workspace.root),
        statistics=stats,
    )
    emit(run, format_, output, color)
    return _exit_code(run.findings, policy.fail_on, exit_zero)


def _check(workspace: Workspace, policy: Policy) -> list[Diagnostic]:
    with Progress("checking") as progress:
        findings = check(workspace.vault, policy=policy, progress=progress)
    if problem := link_facts(workspace.vault).unread_history:
        note(f"warning: links to deleted notes count as unwritten: {safe(problem)}")
    return findings


def _asked_for(findings: Sequence[Diagnostic], workspace: Workspace) -> list[Diagnostic]:
    """Return the findings of the notes that were asked for; internal errors always."""
    paths = workspace.paths
    return [one for one in findings if paths is None or one.path in paths or not one.path]


def _judged(workspace: Workspace, policy: Policy) -> int:
    vault = workspace.vault
    return sum(
        1
        for path in (vault.notes if workspace.paths is None else workspace.paths)
        if not vault.is_template(path) and not vault.is_excluded(path) and not policy.excludes(path)
    )


def _fix(workspace: Workspace, policy: Policy, findings: Sequence[Diagnostic], unsafe: bool) -> Fixed:
    """Repair in memory, write what changed, say what was refused."""
    result = fix(workspace.vault, unsafe=unsafe, paths=workspace.paths, policy=policy, findings=findings)
    _explain_refusals(result)
    write_texts(workspace.vault, result.texts)
    return result


def _explain_refusals(result: Fixed) -> None:
    for path, reason in sorted(result.refused.items()):
        note(f"warning: {safe(path)} is not touched: {reason}")
    if result.unstable:
        note(f"warning: the fixes of {', '.join(result.unstable)} do not come to an end; please report it")


def _diff(
    workspace: Workspace,
    policy: Policy,
    findings: Sequence[Diagnostic],
    unsafe: bool,
    output: str | None,
) -> int:
    """Print what fixing would change; return 1 if anything, as a finding."""
    vault = workspace.vault
    result = fix(vault, unsafe=unsafe, paths=workspace.paths, policy=policy, findings=findings)
    _explain_refusals(result)
    texts = {path: text for path, text in result.texts.items() if not _is_link(vault, path)}
    mark = {path: "\ufeff" if vault.notes[path].bom else "" for path in texts}
    folder = folder_from_here(workspace.root)
    write(
        (
            unified_diff(folder + path, mark[path] + vault.text(path), mark[path] + text)
            for path, text in texts.items()
        ),
        output,
    )
    if texts and not folder and not workspace.root.samefile(Path()):
        note(f"The patch is to be applied in {safe(str(workspace.root))}.")
    note(f"{plural(len(result.applied), 'finding')} would be fixed in {plural(len(result.texts), 'note')}.")
    return 1 if result.texts else 0


def _is_link(vault: Vault, path: str) -> bool:
    """Whether a note is a symbolic link to another place: a patch would have to change that place."""
    place = vault.disk_path(path)
    if place is None or not place.is_symlink():
        return False
    note(f"warning: {safe(path)} is a symbolic link; --fix would change what it leads to, a patch cannot")
    return True


def _exit_code(findings: Sequence[Diagnostic], fail_on: str, exit_zero: bool) -> int:
    if failed(findings):
        return 3
    if exit_zero or fail_on == "never":
        return 0
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    return 1 if any(finding.severity in grave for finding in findings) else 0
