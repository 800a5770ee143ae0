"""The run of `vaultkit lint`. What takes long to import is imported where it is needed, so that a commit that
leaves the vault alone waits for git only."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from vaultkit import __version__
from vaultkit.cli.changed import find_changes
from vaultkit.cli.output import forget_stdout, is_given, kind_on_disk, note, width_of
from vaultkit.cli.reporting import emit
from vaultkit.errors import UsageError
from vaultkit.model.diagnostic import SEVERITIES
from vaultkit.report import LintRun
from vaultkit.report.checkout import checkout_prefix
from vaultkit.report.profile import profile
from vaultkit.report.text import safe
from vaultkit.timing import START, phase, recording
from vaultkit.workspace import Workspace, find_root, folder_from_here

if TYPE_CHECKING:
    from vaultkit.cli.judge import Judge, Verdict
    from vaultkit.lint.policy import Policy
    from vaultkit.load.changes import Changes
    from vaultkit.vault import Vault

INTERNAL = 3


class LintOptions(msgspec.Struct, kw_only=True):
    """The options of `vaultkit lint` under the names that click gives them."""

    paths: tuple[str, ...]
    fixing: bool
    unsafe_fixes: bool
    diff: bool
    selected: tuple[str, ...]
    ignore: tuple[str, ...]
    extend_select: tuple[str, ...]
    fixable: tuple[str, ...]
    unfixable: tuple[str, ...]
    add_ignore: str | None
    format_: str
    output: str | None
    stats: bool
    fail_on: str | None
    exit_non_zero_on_fix: bool
    exit_zero: bool
    staged: bool
    watch: bool
    profile: bool
    diff_base: str | None
    buffer: str | None
    baseline: str | None
    no_baseline: bool
    baseline_strict: bool
    show_info: bool
    quiet: bool
    verbose: bool
    vault: str | None
    config: tuple[str, ...]
    jobs: int | None
    no_cache: bool
    cache_dir: str | None
    color: str


def run_lint(options: LintOptions) -> int:
    """Run the linter and return the exit code.

    Raises:
        UsageError: options exclude each other, a path is not there, git or the baseline cannot be used.
        ConfigError: the configuration cannot be used.
    """
    _require_sense(options)
    root = _root(options)
    changes = find_changes(root, staged=options.staged, diff_base=options.diff_base)
    if changes is not None and not changes.files:
        if not options.quiet:
            note(f"nothing {'staged' if changes.staged else 'changed'} in {safe(str(root))}")
        emit(
            LintRun((), version=__version__, quiet=options.quiet),
            options.format_,
            options.output,
            options.color,
        )
        return 0
    if options.watch:
        from vaultkit.cli.baseline import baseline_place
        from vaultkit.cli.watch import watch
        from vaultkit.config import config_places

        return watch(
            lambda: _begin(options, root, None),
            [*config_places(root, options.config), baseline_place(root, options.baseline)],
            lambda judge, verdict: _show(options, _report(options, judge, verdict, judge.workspace.vault)),
        )
    if not options.profile:
        return _lint(options, root, changes)
    started = time.perf_counter()
    with recording() as timings:
        code = _lint(options, root, changes)
    sys.stderr.writelines(profile(timings, time.perf_counter() - started))
    return code


def _root(options: LintOptions) -> Path:
    """Return the root of the vault; what is on standard input need not be a file yet."""
    folder = () if options.buffer is None else (Path(options.buffer).parent,)
    return find_root(options.paths or folder, options.vault)


def _begin(options: LintOptions, root: Path, changes: Changes | None) -> Judge:
    """Open the vault with its configuration and its baseline."""
    from vaultkit.cli.opening import choose_cache, open_workspace
    from vaultkit.config import load_config

    loaded = load_config(root, options.config)

    @lru_cache
    def judge() -> Callable[[Workspace], Judge]:
        """Load what judges a vault. While other processes read its notes, that takes hardly any time."""
        with phase(START):
            from vaultkit.cli.baseline import find_baseline
            from vaultkit.cli.judge import Judge
            from vaultkit.lint.policy import make_policy

            policy = make_policy(
                loaded,
                select=options.selected,
                ignore=options.ignore,
                extend_select=options.extend_select,
                fixable=options.fixable,
                unfixable=options.unfixable,
                fail_on=options.fail_on,
            )
            known = None if options.no_baseline else find_baseline(root, options.baseline, loaded)
            return lambda workspace: Judge(workspace, policy, known)

    cache = choose_cache(options.no_cache, options.cache_dir, options.verbose)
    vault = options.vault if options.buffer is None else str(root)
    workspace = open_workspace(
        options.paths, vault, loaded, options.jobs, changes=changes, cache=cache, meanwhile=judge
    )
    if options.buffer is not None:
        workspace = workspace.with_buffer(options.buffer, sys.stdin.buffer.read())
    return judge()(workspace)


def _lint(options: LintOptions, root: Path, changes: Changes | None) -> int:
    """Judge, repair if that is asked for, report; return the exit code."""
    judge = _begin(options, root, changes)
    vault, policy = judge.workspace.vault, judge.policy
    verdict = judge.verdict(vault)
    if options.add_ignore is not None:
        from vaultkit.cli.add_ignore import suppress_findings

        show_info = _shows_info(options, policy)
        listed = [one for one in verdict.shown if show_info or one.severity != "info"]
        return suppress_findings(vault, judge.among_asked(listed), policy, options.add_ignore)
    if options.diff:
        from vaultkit.cli.fixing import show_diff

        code = show_diff(
            judge, verdict, unsafe=options.unsafe_fixes, quiet=options.quiet, output=options.output
        )
        return 0 if options.exit_zero else code
    fixed = 0
    if options.fixing:
        from vaultkit.cli.fixing import repair

        repaired = repair(judge, verdict, unsafe=options.unsafe_fixes)
        vault, fixed = repaired.vault, len(repaired.applied)
        verdict = judge.verdict(vault)
    run = _report(options, judge, verdict, vault, fixed)
    try:
        _show(options, run)
    except BrokenPipeError:  # `| head`: what was found is as it is, however little of it somebody reads
        forget_stdout()
    return _exit_code(run, policy.fail_on, options)


def _report(options: LintOptions, judge: Judge, verdict: Verdict, vault: Vault, fixed: int = 0) -> LintRun:
    """Return what is to be reported of `verdict` on `vault`, in which `fixed` findings were repaired before."""
    workspace = judge.workspace
    return LintRun(
        findings=verdict.shown,
        notes=verdict.notes,
        hidden=verdict.hidden,
        unchecked=verdict.unchecked,
        narrowed_by=_narrowing(options),
        fixed=fixed,
        show_info=_shows_info(options, judge.policy),
        version=__version__,
        source=lambda path: vault.text(path) if path in vault.notes else "",
        prefix=checkout_prefix(workspace.root),
        folder=folder_from_here(workspace.root),
        statistics=options.stats,
        baselined=verdict.baselined,
        vanished=verdict.vanished,
        strict=options.baseline_strict,
        quiet=options.quiet,
        width=width_of(options.output),
    )


def _narrowing(options: LintOptions) -> str:
    """Return what of the command line lets a run report on a part of the vault."""
    if options.staged:
        return "--staged"
    if options.diff_base is not None:
        return "--diff-base"
    return "paths" if options.buffer is None else "--stdin-filename"


def _show(options: LintOptions, run: LintRun) -> None:
    with phase("report"):
        emit(run, options.format_, options.output, options.color)


def _shows_info(options: LintOptions, policy: Policy) -> bool:
    """Whether findings of severity info are listed for people."""
    chosen = bool(options.selected) or bool(options.extend_select)
    return options.show_info or options.verbose or chosen or policy.fail_on == "info"


def _require_sense(options: LintOptions) -> None:
    """Refuse options that exclude each other, and take a folder behind --add-ignore for what it is."""
    if options.selected and not "".join(options.selected).strip(" ,"):
        raise UsageError("--select names no rule", hint="`vaultkit rules` lists them; ALL means every one")
    if options.quiet and options.verbose:
        raise UsageError("--quiet and --verbose exclude each other")
    if options.unsafe_fixes and not (options.fixing or options.diff):
        raise UsageError("--unsafe-fixes needs --fix or --diff")
    if options.fixing and options.diff:
        raise UsageError("--fix and --diff exclude each other", hint="--diff shows what --fix would change")
    if options.exit_non_zero_on_fix and not options.fixing:
        raise UsageError("--exit-non-zero-on-fix needs --fix")
    if options.add_ignore is not None and (options.fixing or options.diff):
        raise UsageError("--add-ignore goes without --fix and --diff")
    _refuse_report_options(options)
    if options.add_ignore and kind_on_disk(options.add_ignore):  # `--add-ignore vault/` looks like a reason
        options.paths, options.add_ignore = (options.add_ignore, *options.paths), ""
    if options.no_baseline and (options.baseline is not None or options.baseline_strict):
        raise UsageError("--no-baseline goes without --baseline and --baseline-strict")
    repairs = options.fixing or options.diff or options.add_ignore is not None
    compares = options.staged or options.diff_base is not None
    if options.watch and (repairs or compares or options.output is not None or options.profile):
        raise UsageError("--watch only reports", hint="leave out what repairs, compares or writes to a file")
    if options.paths == ("-",) and not kind_on_disk("-"):
        if options.buffer is None:
            raise UsageError("standard input has no name", hint="say with --stdin-filename which note it is")
        options.paths = ()
    if options.buffer is not None and (repairs or compares or options.watch or options.paths):
        raise UsageError(
            "--stdin-filename reports on one note", hint="leave out paths and what repairs or compares"
        )
    if options.staged and options.diff_base is not None:
        raise UsageError("--staged and --diff-base exclude each other")


def _refuse_report_options(options: LintOptions) -> None:
    """Refuse the options of a report where something else is printed in its place."""
    if not options.diff and options.add_ignore is None:
        return
    useless = [
        name
        for name, given in (
            ("--format", is_given("format_")),
            ("--statistics", options.stats),
            ("--output", options.output is not None and not options.diff),
        )
        if given
    ]
    if useless:
        what = "--diff prints edits" if options.diff else "--add-ignore writes comments"
        raise UsageError(f"{what} and no report", hint=f"leave out {' and '.join(useless)}")


def _exit_code(run: LintRun, fail_on: str, options: LintOptions) -> int:
    from vaultkit.lint import failed

    if failed(run.findings):
        return INTERNAL
    if options.exit_zero or fail_on == "never":
        return 0
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    fails = any(finding.severity in grave for finding in run.findings)
    outdated = run.strict and bool(run.vanished)
    return 1 if fails or outdated or (options.exit_non_zero_on_fix and run.fixed) else 0
