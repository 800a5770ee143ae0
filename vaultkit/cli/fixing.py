"""`vaultkit lint --fix` and `--diff`."""

from __future__ import annotations

from vaultkit.cli.judge import Judge, Verdict
from vaultkit.cli.output import note, write
from vaultkit.cli.writing import write_notes
from vaultkit.lint import Fixed, fix
from vaultkit.lint.diff import unified_diff
from vaultkit.report.text import plural, safe
from vaultkit.vault import Vault
from vaultkit.workspace import folder_from_here


def repair(judge: Judge, verdict: Verdict, *, unsafe: bool) -> Fixed:
    """Repair what is listed in the notes that were asked for, write what changed, say what was refused."""
    result = _fix(judge, verdict, unsafe=unsafe)
    write_notes(judge.workspace.vault, result.texts)
    return result


def show_diff(judge: Judge, verdict: Verdict, *, unsafe: bool, quiet: bool, output: str | None) -> int:
    """Print what fixing would change, and how much that is unless `quiet`; return 1 if anything, as a finding."""
    vault, root = judge.workspace.vault, judge.workspace.root
    result = _fix(judge, verdict, unsafe=unsafe)
    texts = {path: text for path, text in result.texts.items() if not _is_link(vault, path)}
    mark = {path: "\ufeff" if vault.notes[path].bom else "" for path in texts}
    folder = folder_from_here(root)
    write(
        (
            unified_diff(folder + path, mark[path] + vault.text(path), mark[path] + text)
            for path, text in texts.items()
        ),
        output,
    )
    if texts and not folder and not root.samefile("."):
        note(f"The patch is to be applied in {safe(str(root))}.")
    if not quiet:
        note(
            f"{plural(len(result.applied), 'finding')} would be fixed in {plural(len(result.texts), 'note')}."
        )
    return 1 if result.texts else 0


def _fix(judge: Judge, verdict: Verdict, *, unsafe: bool) -> Fixed:
    workspace = judge.workspace
    result = fix(
        workspace.vault,
        unsafe=unsafe,
        paths=workspace.paths,
        policy=judge.policy,
        findings=verdict.everything,
        wanted=judge.fixable,
    )
    comparison = workspace.comparison
    if comparison is not None:
        for path in sorted({one.path for one in verdict.shown if one.fix} & comparison.unlike_disk):
            note(f"warning: {safe(path)} is not touched: its file is not what is staged")
    for path, reason in sorted(result.refused.items()):
        note(f"warning: {safe(path)} is not touched: {reason}")
    if result.unstable:
        note(f"warning: the fixes of {', '.join(result.unstable)} do not come to an end; please report it")
    return result


def _is_link(vault: Vault, path: str) -> bool:
    """Whether a note is a symbolic link to another place: a patch would have to change that place."""
    place = vault.disk_path(path)
    if place is None or not place.is_symlink():
        return False
    note(f"warning: {safe(path)} is a symbolic link; --fix would change what it leads to, a patch cannot")
    return True
