"""The types of notes that the configuration declares."""

from __future__ import annotations

import pytest

from vaultkit.model.settings import Conventions, TypeMatch, TypeSettings
from vaultkit.vault import Vault
from vaultkit.vault.note_type import note_type

PROSE = "Some prose about the subject, which goes on for a while and ends as sentences do.\n"


def types(texts: dict[str, str], **declared: TypeSettings) -> dict[str, tuple[str, str]]:
    vault = Vault.from_texts(texts, conventions=Conventions(types=declared))
    return {path: note_type(note, vault) for path, note in vault.notes.items()}


def matching(**match: object) -> TypeSettings:
    return TypeSettings(match=TypeMatch(**match))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("match", "path", "text", "reason"),
    [
        ({"folder": "People"}, "Team/People/x.md", "", "it lies in 'People'"),
        ({"folder": "/People"}, "Team/People/x.md", "", None),
        ({"folder": ("A/*.md", "B")}, "A/x.md", "", "it lies in 'A/*.md or B'"),
        ({"folder": "A/*.md"}, "A/B/x.md", "", None),
        ({"name": "@*"}, "x/@Ada.md", "", "its name matches '@*'"),
        ({"name": "@*"}, "@x/Ada.md", "", None),
        ({"tag": "person"}, "x.md", "#Person/friend", "it is tagged #Person/friend"),
        ({"tag": "#person"}, "x.md", "---\ntags: [person]\n---\n", "it is tagged #person"),
        ({"tag": "person"}, "x.md", "#personal", None),
        ({"property": "born"}, "x.md", "---\nborn: 1815\n---\n", "it has the property 'born'"),
        ({"property": "born"}, "x.md", "---\nborn:\n---\n", None),
        (
            {"property": {"kind": "person"}},
            "x.md",
            '---\nKind: "[[Person|x]]"\n---\n',
            "its property 'Kind' says '[[Person|x]]'",
        ),
        (
            {"property": {"kind": ("a", "b")}},
            "x.md",
            "---\nkind: [c, B]\n---\n",
            "its property 'kind' says 'B'",
        ),
        ({"property": {"year": "1815"}}, "x.md", "---\nyear: 1815\n---\n", "its property 'year' says '1815'"),
        ({"property": {"kind": "person"}}, "x.md", "---\nkind: animal\n---\n", None),
        ({"folder": "P", "tag": "x"}, "P/x.md", "#x", "it lies in 'P' and it is tagged #x"),
        ({"folder": "P", "tag": "x"}, "P/x.md", "#y", None),
    ],
)
def test_what_a_match_covers(match: dict[str, object], path: str, text: str, reason: str | None) -> None:
    found, why = types({path: text}, person=matching(**match))[path]
    assert (found == "person") == (reason is not None)
    assert reason is None or reason in why


def test_the_first_type_that_matches_wins_and_comes_before_what_is_recognised() -> None:
    texts = {"Papers/a.md": "#x", "Papers/b.md": PROSE, "Papers/c.md": "---\ntype: talk\n---\n"}
    found = types(
        texts, talk=matching(property={"type": "talk"}), x=matching(tag="x"), any=matching(folder="**")
    )
    assert [one[0] for one in found.values()] == ["x", "any", "talk"]


def test_any_of_several_ways_suffices() -> None:
    several = TypeSettings(match=(TypeMatch(folder="A"), TypeMatch(tag="x")))
    found = types({"A/a.md": "", "b.md": "#x", "c.md": ""}, one=several)
    assert [one[0] for one in found.values()] == ["one", "one", "note"]


def test_a_type_without_match_is_named_by_a_property() -> None:
    texts = {
        "a.md": '---\ntype: "[[Field trip]]"\n---\n',
        "b.md": "---\nkind: field-trip\n---\n",
        "c.md": PROSE,
    }
    found = types(texts, **{"field trip": TypeSettings()})
    assert [one[0] for one in found.values()] == ["field trip", "field trip", "note"]


def test_a_type_that_says_which_notes_it_means_is_given_to_no_others() -> None:
    texts = {"Topics/a.md": "#topic", "Topics/b.md": PROSE, "Papers/c.md": PROSE}
    found = types(texts, topic=matching(tag="topic"), paper=TypeSettings(template="T.md"))
    assert [one[0] for one in found.values()] == ["paper", "topic", "note"]
