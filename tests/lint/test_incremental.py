"""After any changes, the findings are those of a vault that was checked from scratch."""

from __future__ import annotations

import gc
from weakref import ref

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from vaultkit.lint import all_rules, check
from vaultkit.lint.dependence import NOTHING
from vaultkit.lint.examples import documentation
from vaultkit.lint.incremental import Checker
from vaultkit.lint.policy import Policy
from vaultkit.lint.rule import NoteRule
from vaultkit.model.settings import Conventions, TypeSettings
from vaultkit.vault import Vault

NAMES = ("Alpha", "Beta", "Gamma", "alpha", "Alphas", "Archive", "Topic note", "topic note", "v1.2")
FOLDERS = ("", "Topics/", "Topics/Deep/", "Templates/", "Papers/")
EVERY_RULE = Policy(rules=all_rules())

targets = st.one_of(
    st.sampled_from(NAMES),
    st.builds(lambda folder, name: folder + name, st.sampled_from(FOLDERS), st.sampled_from(NAMES)),
    st.sampled_from(("Alpah", "Nowhere", "picture.png", "nick", "Topics", "../Beta", "./Gamma", "LICENSE")),
)
subpaths = st.sampled_from(("", "", "", "#One", "#Two", "#One#Two", "#^block", "#^other", "#[^1]", "#on"))
lines = st.one_of(
    st.builds("See [[{}{}]] for more.".format, targets, subpaths),
    st.builds("![[{}{}]]".format, targets, subpaths),
    st.builds("[text]({}.md{})".format, targets, subpaths),
    st.builds("[text](<{}>)".format, targets),
    st.builds("- {}:: [[{}]]".format, st.sampled_from(("Part of", "Includes", "Related")), targets),
    st.sampled_from(
        (
            "# One",
            "## Two",
            "## Two",
            "Text. ^block",
            "Text. ^other",
            "[^1]: a footnote",
            "#topic/one #Topic-one",
            "#topic-one",
            "[[#One]] [[#^block]]",
            "https://arxiv.org/abs/2301.99999999",
            "- [ ] a task",
            "{{title}}",
            "%% vaultkit: ignore-file[LNK001, GRA001] nobody minds %%",
            "%% vaultkit: ignore-next-line[broken-wikilink] %%",
            "[[Alpha",
            '<img src="Topics/picture.png">',
            "",
        )
    ),
)
headers = st.sampled_from(
    (
        "",
        "",
        "---\naliases: [nick, Nowhere]\n---\n",
        "---\naliases: nick\ntags: [topic/one, Topic_one]\n---\n",
        "---\narxiv: 2301.05217\n---\n",
        "---\narxiv: 2301.10500\nup: '[[Beta]]'\n---\n",
        "---\nvaultkit-ignore: [LNK002, sections]\n---\n",
        "---\nbroken: [\n---\n",
        "---\ncover: picture.png\n---\n",
    )
)
texts = st.builds(lambda header, body: header + "\n".join(body) + "\n", headers, st.lists(lines, max_size=6))
notes = st.builds("{}{}.md".format, st.sampled_from(FOLDERS), st.sampled_from(NAMES))
canvases = st.builds(
    '{{"nodes": [{{"id": "1", "type": "file", "file": "{}.md"}}, {{"id": "2", "type": "text", "text": "[[{}]]"}}]}}'.format,
    targets,
    targets,
)
others = st.sampled_from(("picture.png", "Topics/picture.png", "LICENSE", "Papers/Alpha.pdf"))


class Editing(RuleBasedStateMachine):
    """Notes and files come, go and change; headings, blocks, aliases, tags and properties with them."""

    @initialize(texts=st.dictionaries(notes, texts, max_size=6))
    def begin(self, texts: dict[str, str]) -> None:
        self.texts: dict[str, str] = dict(texts)
        self.checker = Checker(Vault.from_texts(self.texts), EVERY_RULE)

    def change(self, changed: dict[str, str], gone: tuple[str, ...] = ()) -> None:
        before = {path: self.of(path) for path in {one.path for one in self.checker.findings}}
        self.texts = {path: text for path, text in {**self.texts, **changed}.items() if path not in gone}
        told = self.checker.update(self.checker.vault.with_notes(changed, gone), {*changed, *gone})
        after = {path: self.of(path) for path in {one.path for one in self.checker.findings}}
        assert told == {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}

    def of(self, path: str) -> list[object]:
        return [one for one in self.checker.findings if one.path == path]

    @rule(path=notes, text=texts)
    def write(self, path: str, text: str) -> None:
        self.change({path: text})

    @rule(path=st.just("Board.canvas"), text=canvases)
    def draw(self, path: str, text: str) -> None:
        self.change({path: text})

    @rule(path=others)
    def add_file(self, path: str) -> None:
        self.change({path: ""})

    @rule(data=st.data(), line=lines)
    def append(self, data: st.DataObject, line: str) -> None:
        if written := sorted(path for path in self.texts if path.endswith(".md")):
            path = data.draw(st.sampled_from(written))
            self.change({path: self.texts[path] + line + "\n"})

    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        if self.texts:
            self.change({}, (data.draw(st.sampled_from(sorted(self.texts))),))

    @rule(data=st.data(), new=notes)
    def rename(self, data: st.DataObject, new: str) -> None:
        if written := sorted(path for path in self.texts if path.endswith(".md") and path != new):
            old = data.draw(st.sampled_from(written))
            self.change({new: self.texts[old]}, (old,))

    @invariant()
    def as_from_scratch(self) -> None:
        if hasattr(self, "checker"):
            assert self.checker.findings == check(Vault.from_texts(self.texts), policy=EVERY_RULE)


Editing.TestCase.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
TestEditing = Editing.TestCase


PAPERS = tuple(f"Papers/{name}.md" for name in "ABCDEFGH")
bodies = st.one_of(
    st.sampled_from(("", "TODO", "To be read.", "#a #b #c")),
    st.builds("Words {}.".format, st.integers(1, 99)),
)
sections = st.builds(
    "## {}\n\n{}\n\n## Results\n\n{}\n".format, st.sampled_from(("Method", "Method", "Setup")), bodies, bodies
)
papers = st.builds(
    "{}{}".format, st.sampled_from(("", "", "", "---\ntype: topic\n---\n", "Status::\n")), sections
)


class FillingIn(RuleBasedStateMachine):
    """Notes made from one template are filled in, each in its own words or in those of others."""

    @initialize(
        texts=st.lists(papers, min_size=8, max_size=8),
        template=sections,
        origin=st.sampled_from(("inferred", "folder", "configured")),
    )
    def begin(self, texts: list[str], template: str, origin: str) -> None:
        self.texts = dict(zip(PAPERS, texts, strict=True))
        if origin != "inferred":
            self.texts["Templates/Paper.md"] = template
        named = TypeSettings(template="Templates/Paper.md", required_sections=("Results",))
        self.conventions = Conventions(types={"paper": named} if origin == "configured" else {})
        self.checker = Checker(self.from_scratch(), EVERY_RULE)
        self.checker.expect_changes()

    def from_scratch(self) -> Vault:
        return Vault.from_texts(self.texts, conventions=self.conventions)

    def write(self, path: str, text: str) -> None:
        self.texts[path] = text
        self.checker.update(self.checker.vault.with_notes({path: text}), {path})

    @rule(path=st.sampled_from((*PAPERS, "Templates/Paper.md")), text=papers)
    def replace(self, path: str, text: str) -> None:
        self.write(path, text)

    @rule(path=st.sampled_from(PAPERS), words=st.sampled_from(("", "Its own words.", "#a", "To be read.")))
    def append(self, path: str, words: str) -> None:
        self.write(path, f"{self.texts.get(path, '')}{words}\n")

    @rule(path=st.sampled_from((*PAPERS, "Templates/Paper.md")))
    def delete(self, path: str) -> None:
        if path in self.texts:
            del self.texts[path]
            self.checker.update(self.checker.vault.with_notes({}, (path,)), {path})

    @invariant()
    def as_from_scratch(self) -> None:
        if hasattr(self, "checker"):
            assert self.checker.findings == check(self.from_scratch(), policy=EVERY_RULE)


FillingIn.TestCase.settings = settings(max_examples=20, stateful_step_count=10, deadline=None)
TestFillingIn = FillingIn.TestCase


def test_a_section_filled_in_can_make_the_empty_ones_of_other_notes_worth_a_word() -> None:
    def paper(words: str) -> str:
        return f"## Method\n\nMade by {words}.\n\n## Results\n\n"

    texts = {path: paper(path) + (path if at > 2 else "") for at, path in enumerate(PAPERS)}
    checker = Checker(Vault.from_texts(texts), EVERY_RULE)
    third = PAPERS[2]
    assert checker.update(checker.vault.with_notes({third: paper(third) + "Good."}), {third}) == {*PAPERS[:2]}
    assert {one.path for one in checker.findings if one.code == "SEC003"} == {*PAPERS[:2]}


@pytest.mark.parametrize(
    "one", [one for one in all_rules() if one.reads == NOTHING], ids=lambda one: one.code
)
def test_a_rule_that_reads_nothing_of_other_notes_needs_none(one: NoteRule) -> None:
    for example in documentation(one).examples:
        settings = {path: data for path, data in example.files.items() if path.startswith(".obsidian/")}
        whole = Vault.from_texts(example.files)
        for path in whole.notes:
            alone = Vault.from_texts({**settings, path: example.files[path]})
            there = [list(one.check(vault.notes[path], vault)) for vault in (whole, alone)]
            assert there[0] == there[1]


def test_files_that_come_and_go_change_what_names_with_their_numbers_are_near_to() -> None:
    """And what they are aliases of; names with other numbers are not asked about again."""
    texts = {
        "A.md": "[[Lecture 1 on gradeints]] [[Lecture 2 on gradeints]] [[talk]] [[Notes/Lecture 1 on gradients]]\n",
        "Other 2.md": "Text.\n",
    }
    checker = Checker(Vault.from_texts(texts), EVERY_RULE)
    steps: list[tuple[str, str | None]] = [
        ("Lecture 1 on gradients.md", "---\naliases: [talk]\n---\n"),
        ("Old/Lecture 1 on gradients.md", "Text.\n"),
        ("Lecture 2 on gradients.md", "Text.\n"),
        ("Lecture 1 on gradients.md", None),
        ("Old/Lecture 1 on gradients.md", None),
        ("Notes/Lecture 3.md", "Text.\n"),
    ]
    for path, text in steps:
        texts = {
            one: said for one, said in {**texts, path: text or ""}.items() if one != path or text is not None
        }
        changed, gone = ({path: text}, ()) if text is not None else ({}, (path,))
        checker.update(checker.vault.with_notes(changed, gone), {path})
        assert checker.findings == check(Vault.from_texts(texts), policy=EVERY_RULE), path


def test_a_template_that_is_deleted_asks_for_nothing_any_more() -> None:
    texts = {path: f"## Method\n\nMade by {path}.\n\n## Extra\n\nMore of {path}.\n" for path in PAPERS}
    template = "Templates/Paper.md"
    checker = Checker(Vault.from_texts({**texts, template: "## Method\n\n## Results\n"}), EVERY_RULE)
    assert "SEC007" in {one.code for one in checker.findings}
    checker.update(checker.vault.with_notes({}, (template,)), {template})
    assert checker.findings == check(Vault.from_texts(texts), policy=EVERY_RULE)


def test_an_excluded_note_that_is_deleted_was_not_counted() -> None:
    hidden, types = "Hidden/Paper.md", {"paper": TypeSettings(required_sections=("Method",))}
    texts = dict.fromkeys((*PAPERS, hidden), "## Method\n\nTo be read some day.\n")
    texts |= {path: f"## Method\n\nMade by {path}.\n" for path in PAPERS[3:]}
    texts[".obsidian/app.json"] = '{"userIgnoreFilters": ["Hidden/"]}'
    checker = Checker(Vault.from_texts(texts, conventions=Conventions(types=types)), EVERY_RULE)
    boilerplate = [one for one in checker.findings if one.code == "SEC004"]
    assert [one.path for one in boilerplate] == list(PAPERS[:3])
    checker.update(checker.vault.with_notes({}, (hidden,)), {hidden})
    checker.update(checker.vault.with_notes({PAPERS[0]: texts[PAPERS[0]] + "\n"}), {PAPERS[0]})
    assert [one for one in checker.findings if one.code == "SEC004"] == boilerplate


def test_a_text_of_the_template_that_many_notes_come_to_share_counts_wherever_it_stands() -> None:
    def paper(words: str) -> str:
        return f"## Method\n\n\n\n## Results\n\n{words}\n"

    said = ("", "To be read.", "", "", "To be read.", "Words 1.", "Words 1.", "Words 2.")
    texts = {path: paper(words) for path, words in zip(PAPERS, said, strict=True)}
    texts["Templates/Paper.md"] = paper("To be read.")
    checker = Checker(Vault.from_texts(texts), EVERY_RULE)
    for path in (PAPERS[0], PAPERS[2]):
        texts[path] = paper("To be read.")
        checker.update(checker.vault.with_notes({path: texts[path]}), {path})
        assert checker.findings == check(Vault.from_texts(texts), policy=EVERY_RULE)


@pytest.mark.parametrize("changed", ["# One\n# Two\n\n[^1]: A footnote.\n", "# One\n## Two\n"])
def test_parts_of_which_outlines_say_nothing_let_the_links_to_them_be_judged(changed: str) -> None:
    texts = {"A.md": "[x](B.md#[^1]) [x](B.md#One#Two)\n", "B.md": "# One\n# Two\n"}
    checker = Checker(Vault.from_texts(texts), EVERY_RULE)
    for text in (changed, texts["B.md"]):
        texts["B.md"] = text
        checker.update(checker.vault.with_notes({"B.md": text}), {"B.md"})
        assert checker.findings == check(Vault.from_texts(texts), policy=EVERY_RULE)


def test_states_of_the_vault_that_have_passed_are_forgotten() -> None:
    """Whoever watches a vault for a day would otherwise hold every state that it has been in."""
    checker = Checker(Vault.from_texts({"A.md": "[[B]] [[Nowhere/C]]\n", "B.md": "## Method\n"}), EVERY_RULE)
    checker.expect_changes()
    states = []
    for text in ("[[B#Method]]\n", "- Part of:: [[B]]\n", "[[C]] #topic\n", "[[D]]\n", "- Related:: [[B]]\n"):
        states.append(ref(checker.vault))
        changed = {"A.md": text, f"{len(states)}.md": text}
        checker.update(checker.vault.with_notes(changed), set(changed))
    gc.collect()
    assert (
        sum(state() is not None for state in states) <= 2
    )  # of which doubtful links or relations still hold
    states.append(ref(checker.vault))
    del checker
    gc.collect()
    assert not any(state() for state in states)
