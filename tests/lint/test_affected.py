"""Which findings in other notes belong to the notes that were asked about."""

from __future__ import annotations

import pytest

from vaultkit.lint import check
from vaultkit.lint.affected import affected_notes, caused, leading_into
from vaultkit.vault import Vault

BEFORE = Vault.from_texts(
    {
        "Grokking.md": "---\naliases: [late learning]\n---\n# Grokking\n\n## Evidence\n\nText.[^1] ^a\n\n[^1]: Note.\n",
        "By name.md": "[[grokking]]\n",
        "By heading.md": "[[Grokking#Evidence]] [text](Grokking.md#evidence)\n",
        "By alias.md": "[[Late learning]]\n",
        "By property.md": '---\nup: "[[Grokking]]"\n---\n',
        "By card.canvas": '{"nodes": [{"id": "a", "type": "text", "text": "[[Grokking]]", "x": 0, "y": 0, "width": 1, "height": 1}]}',
        "Elsewhere.md": "[[By name]] https://example.org/Grokking\n",
    }
)
LINKING = {"By name.md", "By heading.md", "By property.md", "By card.canvas"}
NOTE = BEFORE.text("Grokking.md")


@pytest.mark.parametrize(
    ("text", "affected"),
    [
        (NOTE + "\nMore, and [[a link]].\n", set()),
        (NOTE.replace("## Evidence", "## evidence!"), set()),
        (NOTE.replace("## Evidence", "### Evidence"), LINKING),
        (NOTE.replace("## Evidence", "## Proof"), LINKING),
        (NOTE.replace("^a", "^b"), LINKING),
        (NOTE.replace("\n[^1]: Note.\n", ""), LINKING),
        (NOTE.replace("late learning", "other"), {"By alias.md"}),
    ],
)
def test_an_edit_affects_who_links_to_what_is_different(text: str, affected: set[str]) -> None:
    now = BEFORE.with_notes({"Grokking.md": text})

    assert affected_notes(BEFORE, now, {"Grokking.md"}) == affected


def test_a_note_that_comes_or_goes_affects_who_links_to_its_name() -> None:
    gone = BEFORE.with_notes({}, ["Grokking.md"])
    second = BEFORE.with_notes({"Sub/GROKKING.md": "Text.\n"})

    assert affected_notes(BEFORE, gone, {"Grokking.md"}) == LINKING | {"By alias.md"}
    assert affected_notes(BEFORE, second, {"Sub/GROKKING.md"}) == LINKING


def test_only_what_is_found_more_often_than_before_is_caused() -> None:
    def findings(text: str) -> list[tuple[str | None, int]]:
        before = check(Vault.from_texts({"A.md": "![[x.png]] ![[x.png]] ![[y.png]]\n"}))
        return [(one.target, one.ordinal) for one in caused(before, check(Vault.from_texts({"A.md": text})))]

    assert findings("More. ![[x.png]] ![[x.png]]\n") == []
    assert findings("![[x.png]] ![[x.png]] ![[x.png]] ![[z.png]]\n") == [("x.png", 2), ("z.png", 0)]


def test_findings_about_parts_of_the_notes_asked_for() -> None:
    vault = Vault.from_texts(
        {
            "Asked.md": "# Twice\n\n# Twice\n",
            "A.md": "[[Asked#No]] [[Asked#^no]] ![[Asked#No]] [[Asked#Twice]] [[asked]] [[Other#No]] [[Askd]] [[#No]]\n",
            "B.md": '---\nup: "[[Asked#No]]"\n---\n[x](Asked.md#no)\n',
            "Other.md": "Text.\n",
        }
    )

    found = leading_into(check(vault), vault, {"Asked.md"})

    assert [(one.path, one.target) for one in found] == [
        ("A.md", "Asked#No"),
        ("A.md", "Asked#^no"),
        ("A.md", "Asked#No"),
        ("A.md", "Asked#Twice"),
        ("B.md", "Asked#No"),
        ("B.md", "Asked.md#no"),
    ]
