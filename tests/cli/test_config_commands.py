"""The configuration file as the commands see it."""

from __future__ import annotations

import json
import re
import tomllib

import jsonschema
import pytest

from vaultkit.config import load_config
from vaultkit.lint.policy import make_policy
from vaultkit.report.config import config_schema

VAULT = {
    ".obsidian/app.json": '{"newLinkFormat": "absolute"}',
    "Topics/A.md": "# A\n\n[[scan.pdf]]\n\n## Empty\n",
    "Papers/B.md": "[[scan.pdf]] and [[Archive/C]]\n",
    "Archive/C.md": "[[gone.pdf]]\n",
    "Templates/T.md": "# {{title}}\n",
}


@pytest.fixture
def lint(vaultkit, on_disk, monkeypatch):
    """Write the vault with a configuration, run `vaultkit lint`, and return path and code of each finding."""

    def run(config: str, *arguments: str, name: str = "vaultkit.toml"):
        monkeypatch.chdir(on_disk({**VAULT, name: config}))
        done = vaultkit("lint", "--format", "json", *arguments)
        if done.code == 2:
            return done.err
        return [(one["path"], one["code"]) for one in json.loads(done.out)["findings"]]

    return run


TYPES = """
[types.person]
match = [{ folder = "People", name = "*" }, { tag = "person", property = { role = ["a", "b"] } }]
[types.paper]
template = "Templates/T.md"
required-sections = ["Summary"]
properties = { year = { type = "number", min = 1900, required = true }, by = { target-type = "person" } }
[relations.part-of]
single = true
target-type = ["topic", "person"]
[relations."led by"]
kind = "broader"
inverse = "leads"
"""

ALL = [
    ("Archive/C.md", "LNK001"),
    ("Papers/B.md", "LNK001"),
    ("Topics/A.md", "LNK001"),
    ("Topics/A.md", "SEC003"),
]


@pytest.mark.parametrize(
    ("config", "arguments", "expected"),
    [
        ("", (), ALL),
        ('[lint]\nselect = ["SEC"]', (), ALL[3:]),
        ('[lint]\nselect = ["SEC"]\nextend-select = ["LNK"]', (), ALL),
        ('[lint]\nignore = ["broken-wikilink"]', (), ALL[3:]),
        ('[lint]\nignore = ["LNK"]', ("--ignore", "SEC"), []),
        ('[lint]\nignore = ["LNK"]', ("--select", "LNK"), ALL[:3]),
        ('[lint]\nignore = ["LNK"]', ("--extend-select", "LNK001"), ALL),
        ('[lint]\nexclude = ["Archive"]', (), ALL[1:]),
        ('[lint]\nper-file-ignores = { "Topics/**" = ["LNK", "SEC"] }', (), ALL[:2]),
        (
            '[lint]\nper-file-ignores = { "Topics/**" = ["LNK", "SEC"] }',
            ("--select", "ALL", "--ignore", "GRA"),
            ALL[:2],
        ),
        ('[[overrides]]\nfiles = ["Topics/"]\nselect = ["SEC"]', (), [*ALL[:2], ALL[3]]),
        ('[[overrides]]\nfiles = ["Topics/"]\nselect = ["SEC"]', ("--select", "LNK"), ALL[:3]),
        ('[lint]\nselect = ["LNK"]\n[[overrides]]\nfiles = ["*.md"]\nselect = ["SEC"]', (), ALL[3:]),
        ('[[overrides]]\nfiles = ["*.md"]\nignore = ["LNK"]', (), ALL[3:]),
        ("", ("--config", 'lint.exclude=["Topics", "Papers"]'), ALL[:1]),
        ('[lint]\nexclude = ["Topics"]', ("--config", "lint.exclude=[]"), ALL),
    ],
)
def test_what_is_reported(lint, config: str, arguments: tuple[str, ...], expected) -> None:
    assert lint(config, *arguments) == expected


def test_ignored_targets_are_not_there_and_excluded_ones_are(lint) -> None:
    assert ("Papers/B.md", "LNK001") in lint('[lint]\nexclude = ["Archive"]')
    found = lint('[lint]\nignore-targets = ["Archive/"]')
    assert not [one for one in found if one[0] == "Archive/C.md"]
    assert len([one for one in found if one[0] == "Papers/B.md"]) == 2  # the link into it is broken now


def test_every_command_leaves_ignored_targets_out(vaultkit, on_disk, monkeypatch) -> None:
    monkeypatch.chdir(on_disk({**VAULT, "vaultkit.toml": '[lint]\nignore-targets = ["Archive/"]'}))
    files = json.loads(vaultkit("inspect", "--format", "json").out)["files"]
    nodes = json.loads(vaultkit("graph", "--format", "json").out)["nodes"]
    assert "Archive/C.md" not in files
    assert "note:Archive/C.md" not in [node["id"] for node in nodes]
    unlimited = vaultkit("inspect", "--format", "json", "--config", "lint.ignore-targets=[]").out
    assert "Archive/C.md" in json.loads(unlimited)["files"]
    assert vaultkit("graph", "--config", "lint.ignore-targets=1").code == 2


@pytest.mark.parametrize("name", ["vaultkit.toml", ".vaultkit.toml"])
def test_the_file_can_have_two_names(lint, name: str) -> None:
    assert lint('[lint]\nselect = ["SEC"]', name=name) == ALL[3:]


def test_pyproject_counts_when_it_speaks_of_vaultkit(lint) -> None:
    assert lint('[tool.vaultkit.lint]\nselect = ["SEC"]', name="pyproject.toml") == ALL[3:]
    assert lint('[project]\nname = "x"', name="pyproject.toml") == ALL


def test_the_nearest_file_above_the_vault_counts_and_nothing_is_merged(
    vaultkit, on_disk, monkeypatch
) -> None:
    root = on_disk({"vaultkit.toml": '[lint]\nselect = ["SEC"]', **{f"v/{k}": v for k, v in VAULT.items()}})
    monkeypatch.chdir(root)
    assert json.loads(vaultkit("lint", "v", "--format", "json").out)["summary"]["by_rule"] == {"SEC003": 1}
    (root / "v" / "vaultkit.toml").write_text("")
    by_rule = json.loads(vaultkit("lint", "v", "--format", "json").out)["summary"]["by_rule"]
    assert by_rule == {"LNK001": 3, "SEC003": 1}
    other = root / "other.toml"
    other.write_text('[lint]\nignore = ["LNK"]')
    done = vaultkit("lint", "v", "--format", "json", "--config", other)
    assert json.loads(done.out)["summary"]["by_rule"] == {"SEC003": 1}


def test_severity_and_threshold(vaultkit, on_disk, monkeypatch) -> None:
    monkeypatch.chdir(on_disk({"vaultkit.toml": '[lint]\nfail-on = "never"', **VAULT}))
    assert vaultkit("lint").code == 0
    assert vaultkit("lint", "--fail-on", "error").code == 1
    done = vaultkit("lint", "--config", "lint.fail-on=error", "--config", 'lint.severity={LNK = "warning"}')
    assert done.code == 0
    assert "3 warnings" in done.out or "4 warnings" in done.out


def test_a_longer_selector_wins_and_an_override_wins_over_both(on_disk) -> None:
    root = on_disk(
        {
            "vaultkit.toml": '[lint.severity]\nLNK001 = "info"\nLNK = "warning"\nALL = "error"\n'
            '[[overrides]]\nfiles = ["x.md"]\nseverity = {LNK001 = "error"}'
        }
    )
    policy = make_policy(load_config(root))
    assert (policy.severity["LNK001"], policy.severity["LNK003"]) == ("info", "warning")
    assert policy.severity["SEC003"] == "error"
    assert policy.variations[0].severity == {"LNK001": "error"}


def test_fixable_and_unfixable(vaultkit, on_disk, monkeypatch) -> None:
    files = {".obsidian/app.json": "{}", "A.md": "---\nup: [[B]]\n---\n", "B.md": "x\n"}
    monkeypatch.chdir(on_disk({**files, "vaultkit.toml": '[lint]\nunfixable = ["FRM"]'}))
    assert vaultkit("lint", "--diff").out == ""
    assert "+up:" in vaultkit("lint", "--diff", "--fixable", "FRM004").out
    assert vaultkit("lint", "--diff", "--fixable", "LNK").out == ""
    assert vaultkit("lint", "--diff", "--fixable", "FRM", "--unfixable", "FRM004").out == ""


@pytest.mark.parametrize(
    ("config", "message", "hint"),
    [
        ('[lint]\nselct = ["LNK"]', 'vaultkit.toml:2: unknown key "lint.selct"', "did you mean select"),
        ("[lnt]", 'vaultkit.toml:1: unknown key "lnt"', "did you mean lint"),
        ('[lint]\n\nselect = ["LNC"]', 'vaultkit.toml:3: lint.select: unknown rule "LNC"', "LNK"),
        ('[lint]\nselect = "LNK"', "vaultkit.toml:2: lint.select: expected a list, got a text", '["..."]'),
        ('[overrides]\nfiles = ["a"]', "vaultkit.toml:1: overrides: expected a list", "[[overrides]]"),
        ('[lint]\nfail-on = "eror"', "vaultkit.toml:2: lint.fail-on: is 'eror'", "did you mean error?"),
        ('[lint]\nfail-on = "all"', "lint.fail-on: is 'all'", "there are error, info, never, warning"),
        ("lint = 3", "vaultkit.toml:1: lint: expected a table, got a number", ""),
        ('[lint.severity]\nLNK001 = "eror"', "lint.severity.LNK001: is 'eror'", "did you mean error?"),
        ('[lint.severity]\nLNK001 = "off"', "lint.severity.LNK001: is 'off'", "`ignore` switches a rule off"),
        (
            '[[overrides]]\nfiles = ["a"]\nseverity = { LNK001 = "warn" }',
            "vaultkit.toml:3: overrides[0].severity[...]: is 'warn'",
            "did you mean warning?",
        ),
        ('[lint]\nper-file-ignores = { "a/*" = ["nothing"] }', 'unknown rule "nothing"', ""),
        (
            '[lint]\nper-file-ignores = { "a/*.md" = "SEC" }',
            "vaultkit.toml:2: lint.per-file-ignores.a/*.md: ",
            "",
        ),
        ('[lint]\n\nseverity = { SEC003 = "warn" }', "vaultkit.toml:3: lint.severity.SEC003: ", "warning"),
        (
            '[lint]\nseverity = { SEC003 = "x" }\n[[overrides]]\nfiles = []\nseverity = { SEC003 = "info" }',
            "toml:2: ",
            "",
        ),
        ("[lint\n", "vaultkit.toml:1:6: is not valid TOML", ""),
        ('[lint]\nexclude = ["{a"]', "lint.exclude", ""),
        ('[lint]\nexclude = [""]', "lint.exclude", ""),
        ('[[overrides]]\nselect = ["LNK"]', "files", ""),
        (
            '[[overrides]]\nfiles = ["a"]\nslect = []',
            'vaultkit.toml:3: unknown key "overrides.slect"',
            "select",
        ),
        ("[rules.broken-wikilnk]", 'unknown rule "broken-wikilnk"', "broken-wikilink"),
        ("[rules.broken-wikilink]\nx = 1", 'vaultkit.toml:2: unknown key "rules.broken-wikilink.x"', ""),
        ("[rules.LNK]", "names more than one rule", ""),
        ("[types.a]\nmach = {}", 'vaultkit.toml:2: unknown key "types.a.mach"', "did you mean match"),
        (
            '[types.a]\nmatch = { foldr = "a" }',
            'vaultkit.toml:2: unknown key "types.a.match.foldr"',
            "did you mean folder",
        ),
        ('[types.a]\nmatch = [{ tags = "a" }]', 'unknown key "types.a.match.tags"', "did you mean tag"),
        ("[types.a]\nmatch = {}", "vaultkit.toml:2: types.a.match: says nothing", ""),
        ('[types.a]\nmatch = { folder = "{a" }', "types.a.match.folder", ""),
        ("[types.a]\ntemplate = 1", "vaultkit.toml:2: types.a.template: expected a text, got a number", ""),
        ("[types.a.properties.b]\nrequird = true", 'unknown key "types.a.properties.b.requird"', "required"),
        (
            '[types.a.properties.b]\ntype = "txt"',
            "vaultkit.toml:2: types.a.properties.b.type: is 'txt'",
            "did you mean text?",
        ),
        (
            '[types.a.properties]\nb = { pattern = "x" }\n[types.c.properties]\nb = { pattern = "(" }',
            "vaultkit.toml:4: types.c.properties.b.pattern",
            "",
        ),
        (
            '[[overrides]]\nfiles = ["a"]\n[[overrides]]\nfiles = "b"',
            "vaultkit.toml:4: overrides[1].files: expected a list",
            "",
        ),
        (
            '[types.a]\nmatch = [\n  { folder = "x" },\n  { "foldr" = "y" },\n]',
            'vaultkit.toml:4: unknown key "types.a.match.foldr"',
            "did you mean folder",
        ),
        (
            "[types.a.properties]\nb = { min = 2024-05-01 }",
            "vaultkit.toml:2: types.a.properties.b.min: expected a number or a text, got a date without quotes",
            '"2024-05-01"',
        ),
        ('[types.a.properties.b]\npattern = "("', "vaultkit.toml:2: types.a.properties.b.pattern", ""),
        ('[types.a.properties.b]\ntarget-type = "papr"', 'unknown type "papr"', "did you mean paper"),
        ('[relations.up]\nfeilds = ["up"]', 'unknown key "relations.up.feilds"', "did you mean fields"),
        ('[relations.up]\nkind = "wider"', "vaultkit.toml:2: relations.up.kind: is 'wider'", "there are "),
        ('[relations.up]\ntarget-type = "papr"', 'unknown type "papr"', "did you mean paper"),
        (
            '[relations.r]\nfields = "Near to"\ninverse = ["near-to"]',
            "relations.r.inverse: names",
            "symmetric",
        ),
        ("[types.a.properties.b]\nmin = 2\nmax = 1", "types.a.properties.b: min is above max", ""),
        ('[types.a.properties.b]\nmin = 2\nmax = "x"', "the other a text", ""),
    ],
)
def test_mistakes_are_named_with_file_and_line(lint, config: str, message: str, hint: str) -> None:
    error = lint(config)
    assert message in error
    assert hint in error


def test_mistakes_on_the_command_line(lint) -> None:
    assert '--config: unknown key "lint.x"' in lint("", "--config", "lint.x=1")
    assert "nowhere.toml: cannot be read" in lint("", "--config", "nowhere.toml")
    assert "hint: --config takes a file, or KEY=VALUE" in lint("", "--config", "lint.fail-on")
    assert "more than one file" in lint("", "--config", "vaultkit.toml", "--config", "vaultkit.toml")
    assert 'unknown rule "LNC"' in lint("", "--fixable", "LNC")
    assert "--select names no rule" in lint("", "--select", "")


def test_a_folder_with_a_configuration_is_a_vault(vaultkit, on_disk, monkeypatch) -> None:
    monkeypatch.chdir(on_disk({"vaultkit.toml": "", "Topics/A.md": "[[B]]\n", "B.md": "x\n"}))
    found = json.loads(vaultkit("lint", "Topics", "--format", "json").out)
    assert found["findings"] == []


def test_config_shows_what_holds(vaultkit, on_disk, monkeypatch) -> None:
    monkeypatch.chdir(
        on_disk(
            {
                **VAULT,
                "vaultkit.toml": '[lint]\nignore = ["LNK"]\nper-file-ignores = { "Föö \\"x\\"/**" = ["SEC"] }\n'
                f'[[overrides]]\nfiles = ["a.md"]\nseverity = {{ SEC = "info" }}\n{TYPES}',
            }
        )
    )
    text = vaultkit("config", "--config", "lint.fail-on=error").out
    shown = tomllib.loads(text)
    assert shown["lint"]["per-file-ignores"] == {'Föö "x"/**': ["SEC"]}
    assert shown["overrides"] == [{"files": ["a.md"], "severity": {"SEC": "info"}}]
    assert 'fail-on = "error"  # --config' in text
    assert 'ignore = ["LNK"]  # vaultkit.toml' in text
    assert "exclude = []  # default" in text
    assert {key: shown[key] for key in ("types", "relations")} == tomllib.loads(TYPES)
    found = json.loads(vaultkit("config", "--format", "json").out)
    assert found["file"] == "vaultkit.toml"
    states = {one["code"]: one["enabled"] for one in found["rules"]}
    assert not states["LNK001"]
    assert states["SEC003"]
    assert "/" not in found["file"]


@pytest.mark.parametrize(
    ("name", "command"), [("settings", "config"), ("rules", "rules"), ("rules", "rule LNK")]
)
def test_what_configuration_and_rules_are_has_a_schema(name, command, vaultkit, on_disk, monkeypatch) -> None:
    monkeypatch.chdir(on_disk({"A.md": "", "vaultkit.toml": TYPES.replace("Templates/T.md", "A.md")}))
    schema = json.loads(vaultkit("schema", name).out)
    document = json.loads(vaultkit(*command.split(), "--format", "json").out)
    assert document["schema"] == f"vaultkit.{name}/1"
    jsonschema.validate(document, schema)


def test_a_rule_without_a_fix_is_not_fixable(vaultkit, on_disk, monkeypatch) -> None:
    monkeypatch.chdir(on_disk({"A.md": "", "vaultkit.toml": 'lint.unfixable = ["EMB"]\n'}))
    rules = json.loads(vaultkit("config", "--format", "json").out)["rules"]
    fixable = {rule["code"]: rule["fixable"] for rule in rules}
    assert (fixable["ANC001"], fixable["ANC002"], fixable["EMB001"]) == (True, False, False)


@pytest.mark.parametrize("command", ["lint", "config"])
def test_a_configuration_that_is_no_file_is_not_passed_over(command, vaultkit, on_disk, monkeypatch) -> None:
    monkeypatch.chdir(on_disk({"A.md": "", ".vaultkit.toml/B.md": ""}))
    done = vaultkit(command)
    assert (done.code, "cannot be read" in done.err) == (2, True)


def test_schema_config_is_a_schema_of_what_is_read(vaultkit) -> None:
    schema = json.loads(vaultkit("schema", "config").out)
    assert schema == json.loads(json.dumps(config_schema()))
    validator = jsonschema.Draft202012Validator
    validator.check_schema(schema)
    good = '[lint]\nselect = ["LNK"]\nfail-on = "info"\nseverity = { LNK001 = "info" }\n[[overrides]]\nfiles = ["a"]'
    jsonschema.validate(tomllib.loads(good + TYPES), schema, validator)
    for bad in ("[lnt]", "[lint]\nselct = []", '[lint]\nfail-on = "x"', "[[overrides]]", "[rules.nothing]"):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(tomllib.loads(bad), schema, validator)


def test_init_fits_the_vault_and_changes_no_finding(vaultkit, on_disk, monkeypatch) -> None:
    many = "".join(f"# Empty {number}\n" for number in range(30))
    root = on_disk({**VAULT, "Many.md": many})
    monkeypatch.chdir(root)
    before = vaultkit("lint", "--format", "json").out
    assert vaultkit("init").code == 0
    text = (root / "vaultkit.toml").read_text(encoding="utf-8")
    assert '"Templates"' in text
    assert '"Archive/"' in text
    assert "SEC003 empty-section: 31 warnings" in text
    assert vaultkit("lint", "--format", "json").out == before

    again = vaultkit("init")
    assert again.code == 2
    assert "--force" in again.err
    assert vaultkit("init", "--force").code == 0

    suggested = re.sub(r"^# (?=[\w.-]+ = |\[)", "", text, flags=re.MULTILINE)
    (root / "vaultkit.toml").write_text(suggested, encoding="utf-8")
    assert vaultkit("config").code == 0
    assert tomllib.loads(suggested)["overrides"]
    assert tomllib.loads(suggested)["types"]["person"]["match"] == {"folder": "People"}


def test_init_names_the_types_that_have_a_template(vaultkit, on_disk, monkeypatch) -> None:
    made = {f"Topics/{at}.md": f"## Idea\nNumber {at}.\n\n## Why\n" for at in range(6)}
    root = on_disk({**VAULT, **made, "Templates/Topic.md": "# {{title}}\n\n## Idea\n\n## Why\n"})
    monkeypatch.chdir(root)
    assert vaultkit("init").code == 0
    text = (root / "vaultkit.toml").read_text(encoding="utf-8")
    suggested = re.sub(r"^# (?=[\w.-]+ = |\[)", "", text, flags=re.MULTILINE)
    topic = tomllib.loads(suggested)["types"]["topic"]
    assert topic == {"template": "Templates/Topic.md", "required-sections": ["Idea"]}
    (root / "vaultkit.toml").write_text(suggested, encoding="utf-8")
    found = json.loads(vaultkit("lint", "Topics", "--format", "json", "--select", "SEC002").out)
    assert {one["path"] for one in found["findings"]} == {"Topics/A.md"}


def test_add_ignore_from_the_command_line(vaultkit, on_disk, monkeypatch) -> None:
    root = on_disk(VAULT)
    monkeypatch.chdir(root)
    done = vaultkit("lint", "--add-ignore=on purpose", "Papers")
    assert (done.code, done.err) == (0, "1 finding suppressed in 1 note.\n")
    assert "%% vaultkit: ignore[LNK001] on purpose %%" in (root / "Papers/B.md").read_text()
    assert vaultkit("lint", "Papers").code == 0
    assert vaultkit("lint", "--add-ignore", "Archive").code == 0  # a path, not a reason
    assert "%% vaultkit: ignore[LNK001] %%" in (root / "Archive/C.md").read_text()
    assert vaultkit("lint", "--add-ignore", "--fix").code == 2


def test_add_ignore_says_where_it_had_to_suppress_for_the_whole_note(vaultkit, on_disk) -> None:
    root = on_disk(
        {".obsidian/app.json": "{}", "A.md": "[[a||b]] %% open\n\n[[a||b]]\n", "B.md": "[[a||b]]\n"}
    )
    done = vaultkit("lint", "--add-ignore", root)
    assert done.code == 0
    assert done.err.splitlines()[0] == (
        "warning: A.md: no comment can stand beside what was found, so the whole note is exempt from LNK008"
    )
    assert "B.md" not in done.err


def test_add_ignore_exempts_a_note_from_no_more_than_it_must(vaultkit, on_disk) -> None:
    root = on_disk({".obsidian/app.json": "{}", "A.md": "Two lines [[a||b]]\n===\n\n# Empty\n"})
    done = vaultkit("lint", "--add-ignore", root)
    assert "the whole note is exempt from LNK008\n" in done.err
    written = (root / "A.md").read_text(encoding="utf-8")
    assert written.startswith("%% vaultkit: ignore-file[LNK008] %%\n")
    assert "%% vaultkit: ignore-next-line[SEC003] %%\n# Empty" in written
    assert vaultkit("lint", root, "--show-info", "--quiet").out == ""


def test_schema_graph_is_the_one_that_graphs_are_held_against(vaultkit) -> None:
    from vaultkit.export.json import schema as graph_schema

    assert json.loads(vaultkit("schema", "graph").out) == graph_schema()
