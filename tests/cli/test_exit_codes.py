"""Exit codes: 0 clean, 1 findings, 2 usage, 3 internal error, 130 interrupted."""

from __future__ import annotations

import gc
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from vaultkit.cli import main
from vaultkit.cli.app import run
from vaultkit.lint.rules.links.unwritten_note import UnwrittenNote

CLEAN = {"A.md": "# A\n\nText with [[B]].\n", "B.md": "Text.\n"}
INFO = {"A.md": "[[Not written]]\n"}
WARNING = {"A.md": "# A\n"}
ERROR = {"A.md": "![[gone.png]]\n"}


@pytest.mark.parametrize(
    ("files", "options", "code"),
    [
        (CLEAN, [], 0),
        (INFO, [], 0),
        (INFO, ["--fail-on", "info"], 1),
        (WARNING, [], 1),
        (WARNING, ["--fail-on", "error"], 0),
        (ERROR, ["--fail-on", "error"], 1),
        (ERROR, ["--fail-on", "never"], 0),
        (ERROR, ["--exit-zero"], 0),
        (ERROR, ["--ignore", "EMB"], 0),
        (ERROR, ["--select", "nonsense"], 2),
        (ERROR, ["--format", "nonsense"], 2),
        (ERROR, ["--nonsense"], 2),
        (ERROR, ["--unsafe-fixes"], 2),
        (ERROR, ["--fix", "--diff"], 2),
        (ERROR, ["--ignore", "ALL"], 2),
        (ERROR, ["--jobs", "0"], 2),
    ],
)
def test_lint(files, options, code, vaultkit, on_disk) -> None:
    assert vaultkit("lint", on_disk(files), *options).code == code


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["lint", "--diff", "--format", "json"], "leave out --format"),
        (["lint", "--diff", "--statistics"], "leave out --statistics"),
        (["lint", "--add-ignore", "--format", "full", "-o", "x"], "leave out --format and --output"),
        (["lint", "--stdin-filename", "A.md"], "--stdin-filename reports on one note"),
        (["lint", "--exit-non-zero-on-fix"], "--exit-non-zero-on-fix needs --fix"),
        (["stats", "--depth", "2"], "--around"),
        (["graph", "--depth", "2"], "--around"),
        (["graph", "--local", "A", "--slim"], "--html"),
    ],
)
def test_options_that_would_do_nothing_are_refused(options, says, vaultkit, on_disk) -> None:
    done = vaultkit(options[0], on_disk(CLEAN), *options[1:])
    assert done.code == 2
    assert says in done.err
    assert done.out == ""


def test_quiet_prints_findings_and_nothing_else(vaultkit, on_disk) -> None:
    assert vaultkit("lint", on_disk(CLEAN), "-q") == (0, "", "")
    done = vaultkit("lint", on_disk(ERROR), "-q", "--format", "concise")
    assert (done.code, done.out.count("\n"), done.err) == (1, 1, "")
    assert vaultkit("lint", on_disk(ERROR), "-q", "--diff") == (0, "", "")
    assert vaultkit("lint", on_disk(ERROR), "-q", "-v").code == 2


@pytest.mark.parametrize(
    ("command", "says"),
    [
        ("lnit", 'error: no command "lnit"\nhint: did you mean lint or init?\n'),
        ("check", "hint: did you mean lint?\n"),
        ("help lint", "hint: did you mean --help?\n"),
        ("nowhere", "hint: a command comes first, such as `vaultkit lint nowhere`\n"),
        ("lint --format jsn", "hint: did you mean json or jsonl?\n"),
        ("lint --fromat json", 'error: no option "--fromat"\nhint: did you mean --format?\n'),
        ("related", "error: NOTE is missing\nhint: `vaultkit related --help` says what there is\n"),
        ("cache", "error: ACTION is missing\nhint: it is one of dir, clean\n"),
        ("lint -j 0", "error: --jobs: 0 is not in the range x>=1\n"),
        ("lint -j x", "error: --jobs: 'x' is not a whole number\n"),
        ("lint --cache-dir nowhere/A.md", "error: --cache-dir: nowhere/A.md is a file\n"),
        ("rules x", "error: got unexpected extra argument (x)\n"),
        ("lint nowehre", "error: nowehre does not exist\nhint: did you mean nowhere?\n"),
        ("lint nowhere/a.MD", "hint: did you mean nowhere/A.md?\n"),
        ("lint -", "error: standard input has no name\nhint: say with --stdin-filename which note it is\n"),
        ("lint --stdin-filename nowhere/A.md --fix", "error: --stdin-filename reports on one note\n"),
        ("lint --vault nowhere A.md", "hint: paths are seen from the current folder: nowhere/A.md\n"),
        ("lint ''", "error: a path is empty\n"),
        ("stats --vault ''", "error: a path is empty\n"),
    ],
)
def test_what_is_wrong_with_a_command_line(command, says, vaultkit, on_disk, monkeypatch) -> None:
    monkeypatch.chdir(on_disk({"nowhere/A.md": ""}))
    done = vaultkit(*shlex.split(command))
    assert done.code == 2
    assert says in done.err
    assert done.out == ""


def test_info_that_fails_a_run_is_listed(vaultkit, on_disk) -> None:
    assert "Not written" in vaultkit("lint", on_disk(INFO), "--fail-on", "info").out


def test_fixed_is_clean(vaultkit, on_disk) -> None:
    root = on_disk({"A.md": "[[B||b]]\n", "B.md": "Text.\n"})
    assert vaultkit("lint", root, "--diff").code == 1
    assert vaultkit("lint", root, "--fix").code == 0
    assert (root / "A.md").read_text() == "[[B|b]]\n"
    assert vaultkit("lint", root, "--diff").code == 0


def test_an_interrupt_while_modules_are_loaded(monkeypatch, capsys) -> None:
    class Interrupted:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "vaultkit.cli.app":
                raise KeyboardInterrupt

    monkeypatch.delitem(sys.modules, "vaultkit.cli.app")
    monkeypatch.setattr(sys, "meta_path", [Interrupted(), *sys.meta_path])
    monkeypatch.setattr("gc.freeze", lambda: None)
    threshold = gc.get_threshold()
    with pytest.raises(SystemExit) as ended:
        main()
    gc.set_threshold(*threshold)
    assert (ended.value.code, capsys.readouterr().err) == (130, "interrupted\n")


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("ending", ["SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("option", ["--fix", "--add-ignore"])
def test_a_run_that_is_told_to_stop_while_it_writes_leaves_the_vault_as_it_was(
    option, ending, vaultkit, on_disk, monkeypatch
) -> None:
    root = on_disk({"A.md": "[[B||b]]\n", "B.md": "[[A||a]]\n"})
    number = getattr(signal, ending)
    monkeypatch.setattr("os.fsync", lambda _: os.kill(os.getpid(), number))
    with pytest.raises(SystemExit) as stopped:
        vaultkit("lint", root, option)
    assert stopped.value.code == 128 + number
    assert {one.name: one.read_text() for one in root.iterdir()} == {
        "A.md": "[[B||b]]\n",
        "B.md": "[[A||a]]\n",
    }
    assert signal.getsignal(number) is signal.SIG_DFL


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize("ending", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_run_that_is_told_to_stop_twice_still_puts_back_what_it_wrote(
    ending, vaultkit, on_disk, monkeypatch
) -> None:
    texts = {"A.md": "[[B||b]]\n", "B.md": "[[A||a]]\n"}
    root = on_disk(texts)
    number = getattr(signal, ending)
    before = signal.getsignal(number)
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        real(source, target)
        if target.suffix == ".md":
            os.kill(os.getpid(), number)

    monkeypatch.setattr("os.replace", replace)
    if ending == "SIGINT":
        assert vaultkit("lint", root, "--fix").code == 130
    else:
        with pytest.raises(SystemExit):
            vaultkit("lint", root, "--fix")
    assert {one.name: one.read_text() for one in root.iterdir()} == texts
    assert signal.getsignal(number) is before


@pytest.mark.parametrize("command", ["lint", "inspect"])
def test_paths_that_make_no_sense(command, vaultkit, on_disk, tmp_path: Path) -> None:
    root = on_disk(
        {"v/A.md": "x\n", "v/.hidden/B.md": "x\n", "v/pic.png": b"", "other/C.md": "x\n", "empty/x.txt": ""}
    )
    for arguments, says in [
        (["nowhere"], "does not exist"),
        (["v/pic.png"], "not a note"),
        (["empty"], "no notes"),
        (["v/.hidden", "--vault", "v"], "no notes"),
        (["other", "--vault", "v"], "outside"),
        (["v", "--vault", "nowhere"], "does not exist"),
        (["v", "--vault", "v/A.md"], "not a folder"),
    ]:
        done = vaultkit(command, *[root / one if not one.startswith("-") else one for one in arguments])
        assert done.code == 2, arguments
        assert says in done.err
        assert done.out == ""


@pytest.mark.skipif(os.name != "posix", reason="pipes and links among files")
@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("pipe.md", "pipe.md is not a file\nhint: name a folder, a .md file or a .canvas file\n"),
        ("lost.md", 'lost.md leads nowhere: there is no "{root}/gone.md"\n'),
        ("loop.md", "loop.md leads nowhere: it leads to itself\n"),
        ("out.md", "hint: a symbolic link out of the vault is not followed\n"),
    ],
)
def test_a_path_to_what_is_no_file(name, says, vaultkit, on_disk, tmp_path_factory) -> None:
    root = on_disk({".obsidian/app.json": "{}", "A.md": "x\n"})
    os.mkfifo(root / "pipe.md")
    (root / "lost.md").symlink_to("gone.md")
    (root / "loop.md").symlink_to("loop.md")
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "B.md"
    elsewhere.write_text("x\n")
    (root / "out.md").symlink_to(elsewhere)
    done = vaultkit("lint", root / name)
    assert done.code == 2
    assert says.format(root=root) in done.err


@pytest.mark.parametrize("command", ["lint", "graph", "config", "init", "stats"])
def test_a_folder_that_may_not_be_read(command, vaultkit, on_disk, monkeypatch) -> None:
    root = on_disk({"v/A.md": "x\n"})
    monkeypatch.setattr("os.access", lambda *_: False)
    done = vaultkit(command, root / "v")
    assert done.code == 2
    assert (
        done.err
        == f"error: the folder {root / 'v'} cannot be read\nhint: repair its permissions (`chmod u+rx`)\n"
    )


def test_a_vault_below_a_folder_that_may_not_be_looked_into(vaultkit, on_disk, monkeypatch) -> None:
    """As in a container, or under `sudo -u`: the current folder is open, one above it is not."""
    root = on_disk({"closed/v/A.md": "![[gone.png]]\n"})
    monkeypatch.chdir(root / "closed" / "v")
    real = os.stat

    def stat(path, *arguments, **options):
        if isinstance(path, (str, Path)) and Path(path).parent == root / "closed" and Path(path).name != "v":
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *arguments, **options)

    monkeypatch.setattr("os.stat", stat)
    assert vaultkit("lint", "--no-cache", "--format", "concise").out.startswith("A.md:1:4: EMB001")


@pytest.mark.skipif(os.name != "posix", reason="a folder in use cannot be deleted here")
def test_a_current_folder_that_was_deleted(vaultkit, tmp_path, monkeypatch) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    done = vaultkit("lint")
    monkeypatch.chdir(tmp_path)
    assert done == (
        2,
        "",
        "error: the current folder was deleted\nhint: change to one that is there: `cd .`, or `cd`\n",
    )


def test_one_note_means_its_vault(vaultkit, on_disk) -> None:
    root = on_disk({"A.md": "[[B]] [[B#none]]\n", "B.md": "![[gone.png]]\n"})
    done = vaultkit("lint", root / "A.md", "--format", "concise")
    assert done.code == 1
    assert "A.md:1:10: ANC001" in done.out
    assert "gone.png" not in done.out
    assert "1 more finding in other notes" in done.out


def test_the_vault_is_the_folder_with_obsidians_settings(vaultkit, on_disk, monkeypatch) -> None:
    root = on_disk({".obsidian/app.json": "{}", "Top.md": "x\n", "deep/down/A.md": "[[Top]] [[../gone]]\n"})
    monkeypatch.chdir(root / "deep")
    done = vaultkit("lint", "--format", "concise")
    assert "deep/down/A.md:1:11: LNK001" in done.out
    assert "Top" not in done.out


def test_a_rule_that_fails_is_named_and_the_run_goes_on(vaultkit, on_disk, monkeypatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr(UnwrittenNote, "check_link", broken)
    done = vaultkit("lint", on_disk({**INFO, "B.md": "![[gone.png]]\n"}), "--format", "concise")
    assert done.code == 3
    assert "VKT000" in done.out
    assert "LNK002 unwritten-note failed: RuntimeError: out of order" in done.out
    assert "gone.png" in done.out


def test_a_fault_of_our_own_is_one_line(vaultkit, monkeypatch, on_disk) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("out of order")

    monkeypatch.setattr("vaultkit.cli.judge.check", broken)
    done = vaultkit("lint", on_disk(CLEAN))
    assert done.code == 3
    assert "internal error: RuntimeError: out of order" in done.err


def test_an_interrupt_exits_130(vaultkit, monkeypatch, on_disk) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("vaultkit.cli.judge.check", interrupted)
    assert vaultkit("lint", on_disk(CLEAN)).code == 130


def process(*arguments: object, **options: object) -> subprocess.CompletedProcess[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-m", "vaultkit", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, env=environment, **options)


@pytest.mark.parametrize(("options", "code"), [((), 1), (("--exit-zero",), 0)])
def test_a_reader_that_stops_is_no_error_and_no_verdict(options, code, on_disk) -> None:
    root = on_disk({f"{n}.md": "![[gone.png]]\n" * 300 for n in range(20)})
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    with subprocess.Popen(
        [sys.executable, "-m", "vaultkit", "lint", str(root), *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(100)
        running.stdout.close()
        assert running.stderr.read() == b""
    assert running.returncode == code


@pytest.mark.skipif(os.name != "posix", reason="the shell's way to close a stream")
@pytest.mark.parametrize("asked", ["--help", "lint --help", "rules"])
def test_nobody_needs_to_read_help(asked, monkeypatch, capfd) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as unread:
        monkeypatch.setattr(sys, "stdout", unread)
        assert run(asked.split()) == 0
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(os.name != "posix", reason="the shell's way to close a stream")
@pytest.mark.parametrize("closed", [">&-", ">&- 2>&-"])
def test_nobody_needs_to_listen(closed, on_disk) -> None:
    command = shlex.join([sys.executable, "-m", "vaultkit", "lint", str(on_disk(WARNING))])
    done = subprocess.run(
        f"{command} {closed}", shell=True, capture_output=True, cwd=Path(__file__).parents[2]
    )
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(os.name != "posix", reason="the shell's way to close a stream")
@pytest.mark.parametrize(("asked", "code"), [("--version >&-", 0), ("id - <&-", 0)])
def test_streams_may_be_closed(asked, code) -> None:
    command = f"{shlex.quote(sys.executable)} -m vaultkit {asked}"
    done = subprocess.run(command, shell=True, capture_output=True, cwd=Path(__file__).parents[2])
    assert (done.returncode, done.stderr) == (code, b"")


def test_names_are_utf8_whatever_the_locale(on_disk) -> None:
    root = on_disk({"A.md": "[[Žluť]]\n", "Žluť.md": "![[gone.png]]\n"})
    command = [sys.executable, "-m", "vaultkit", "lint", root, "--format", "concise", "--show-info", "-q"]
    ascii = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(command, env=ascii, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (1, b"")
    assert done.stdout.decode().endswith('Žluť.md:1:4: EMB001 no file "gone.png" in the vault\n')
    assert done.stdout.count(b"\n") == 1


def test_version_imports_next_to_nothing() -> None:
    done = process("--version")
    assert done.stdout.startswith(b"vaultkit ")
    program = "import sys; sys.argv = ['vaultkit', '--version']\nfrom vaultkit.cli import main; main()\nprint(sorted(sys.modules))"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    loaded = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env=environment, check=True
    ).stdout
    for heavy in (b"'click'", b"'msgspec'", b"'yaml'", b"'vaultkit.vault'"):
        assert heavy not in loaded


def test_broken_links_into_the_notes_given_are_listed(vaultkit, on_disk) -> None:
    root = on_disk({"A.md": "# Here\n", "B.md": "[[A#None]] ![[gone.png]]\n", "C.md": "![[gone.png]]\n"})
    done = vaultkit("lint", root / "A.md", "--ignore", "SEC", "--format", "concise")
    assert done.code == 1
    assert "B.md:1:4: ANC001" in done.out
    assert "gone.png" not in done.out
    assert "2 more findings in other notes (run without paths to see them)." in done.out


def test_a_fix_can_fail_the_run(vaultkit, on_disk) -> None:
    root = on_disk({"A.md": "[[B||b]]\n", "B.md": "Text.\n"})
    assert vaultkit("lint", root, "--fix", "--exit-non-zero-on-fix").code == 1
    assert vaultkit("lint", root, "--fix", "--exit-non-zero-on-fix").code == 0
