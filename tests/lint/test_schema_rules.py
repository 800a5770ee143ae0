"""The rules that hold properties against the configuration, against Obsidian's types, and against each other."""

from __future__ import annotations

import json

import pytest

from vaultkit.lint.fixer import fix
from vaultkit.lint.runner import check
from vaultkit.lint.selection import select
from vaultkit.model.kinds import fits, kind_of
from vaultkit.model.settings import Conventions, PropertySchema, TypeMatch, TypeSettings
from vaultkit.vault import Vault


def vault_of(texts: dict[str, str], **properties: PropertySchema) -> Vault:
    """Every note of the vault is of one type, with these properties."""
    settings = TypeSettings(match=TypeMatch(folder="**"), properties=properties)
    return Vault.from_texts(texts, conventions=Conventions(types={"thing": settings}))


def found(vault: Vault, *rules: str) -> list[tuple[str, int, str]]:
    return [
        (one.path, one.span.line, one.message) for one in check(vault, select(rules or ["FRM007", "FRM009"]))
    ]


REQUIRED = PropertySchema(required=True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Text.", "---\na b:\nc:\n---\nText."),
        ("", "---\na b:\nc:\n---\n"),
        ("---\n---\nText.\n", "---\na b:\nc:\n---\nText.\n"),
        ("---\r\nx: |\r\n  several\r\n  lines\r\n---\r\n", "---\r\nx: |\r\n  several\r\n  lines\r\na b:\r\nc:\r\n---\r\n"),
        ("---\n# only a remark\n---", "---\n# only a remark\na b:\nc:\n---"),
        ("---\nC: 1 # kept\n---\n", "---\nC: 1 # kept\na b:\n---\n"),
        ("---\n{x: 1}\n---\n", None),  # a mapping in braces takes no more lines
        ("---\nx: [\n---\n", None),  # and of what is not YAML nothing is known
        ("---\n\ntext\n\n---\n", None),
    ],
)  # fmt: skip
def test_required_properties_are_added_without_touching_anything_else(
    text: str, expected: str | None
) -> None:
    vault = vault_of({"a.md": text}, **{"a b": REQUIRED, "c": REQUIRED})
    result = fix(vault, select(["FRM007"]), unsafe=True)
    assert result.texts.get("a.md") == expected


def test_a_key_that_yaml_would_misread_is_quoted() -> None:
    vault = vault_of({"a.md": ""}, **{"a: b": REQUIRED, "no #": REQUIRED})
    result = fix(vault, select(["FRM007"]), unsafe=True)
    assert result.texts == {"a.md": '---\n"a: b":\n"no #":\n---\n'}
    assert [prop.key for prop in result.vault.notes["a.md"].properties] == ["a: b", "no #"]


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        (PropertySchema(enum=("a", 1, True)), "a", []),
        (PropertySchema(enum=("a", 1, True)), '"1"', []),
        (PropertySchema(enum=("a", 1, True)), "true", []),
        (PropertySchema(enum=(1,)), "true", ["`p` is none of 1"]),
        (PropertySchema(enum=("done", "open")), "[done, opne]", ["`p` 'opne' is none of done, open"]),
        (PropertySchema(pattern="[0-9]+[.][0-9]{2}"), "1.10", []),
        (PropertySchema(pattern="a|b"), "ab", ["`p` does not match a|b"]),
        (PropertySchema(min=1, max=5), "[0, 1, 5, 6]", ["`p` 0 is below 1", "`p` 6 is above 5"]),
        (PropertySchema(min=1), "soon", []),  # its type is another rule's affair
        (PropertySchema(min="2020-01-01"), "2019-12-31", ["`p` is below 2020-01-01"]),
        (PropertySchema(min=0), "true", []),
        (REQUIRED, "", ["`p` is empty, and required"]),
        (REQUIRED, "[]", ["`p` is empty, and required"]),
        (REQUIRED, "0", []),
        (PropertySchema(enum=("a",)), "", []),
        (PropertySchema(max="2024-05-01"), "2024-05-01T23:59", []),
        (PropertySchema(max="2024-05-01"), "2024-05-02T00:00", ["`p` is above 2024-05-01"]),
        (PropertySchema(enum=(True, "some")), "[false]", ["`p` false is none of true, some"]),
    ],
)
def test_values(schema: PropertySchema, value: str, expected: list[str]) -> None:
    vault = vault_of({"a.md": f"---\np: {value}\n---\n"}, p=schema)
    assert [message for _, _, message in found(vault)] == expected


def test_unique_values_are_told_apart_as_they_are_written() -> None:
    texts = {
        name: f"---\nid: {value}\n---\n"
        for name, value in {"a.md": "1.1", "b.md": "1.10", "c.md": "[x, 1.1]"}.items()
    }
    texts["d.md"] = "---\nid:\n---\n"
    vault = vault_of(texts, id=PropertySchema(unique=True))
    assert found(vault) == [("c.md", 2, "`id` 1.1 is the same in a.md")]


def test_a_link_to_another_type() -> None:
    person = TypeSettings(match=TypeMatch(folder="People"))
    talk = TypeSettings(
        match=TypeMatch(folder="Talks"), properties={"by": PropertySchema(target_type="person")}
    )
    texts = {
        "People/Ada.md": "",
        "Talks/One.md": '---\nby: ["[[Ada]]", "[[Two|her]]", "[[Nobody]]"]\n---\n',
        "Talks/Two.md": '---\nbyline: "[[One]]"\nby: Ada\n---\n',
    }
    vault = Vault.from_texts(texts, conventions=Conventions(types={"person": person, "talk": talk}))
    assert found(vault) == [("Talks/One.md", 2, "`by` leads to a note of type talk, not of type person")]


KINDS = {
    "": "nothing",
    "null": "nothing",
    "word": "text",
    "2024-05-01": "date",
    "2024-13-01": "no-date",
    "2023-02-29": "no-date",
    "0815-47-11": "text",
    "2024-05-01T10:00": "datetime",
    "2024-05-01 24:00": "datetime",
    "2024-05-01 25:00": "no-date",
    "12": "number",
    "1.5": "number",
    "true": "checkbox",
    "[]": "list",
    "{a: 1}": "mapping",
}


@pytest.mark.parametrize("written", KINDS)
def test_the_kind_of_a_value(written: str) -> None:
    note = Vault.from_texts({"a.md": f"---\np: {written}\n---\n"}).notes["a.md"]
    assert kind_of(note.properties[0].value) == KINDS[written]


@pytest.mark.parametrize(
    ("declared", "kinds"),
    [
        ("text", "nothing text date datetime no-date number checkbox"),
        ("multitext", "nothing text date datetime no-date number list"),
        ("list", "nothing list"),
        ("number", "nothing number"),
        ("checkbox", "nothing checkbox"),
        ("date", "nothing date datetime"),
        ("a-plugin-s", " ".join(dict.fromkeys(KINDS.values()))),
    ],
)
def test_what_fits_a_type(declared: str, kinds: str) -> None:
    assert {kind for kind in KINDS.values() if fits(kind, declared)} == set(kinds.split())


def test_types_of_obsidian_hold_for_every_note_and_the_configuration_before_them() -> None:
    types = json.dumps({"types": {"Year": "number", "when": "date"}})
    texts = {
        ".obsidian/types.json": types,
        "a.md": "---\nyear: old\nwhen: soon\n---\n",
        "T.md": "---\nyear: x\n---\n",
    }
    vault = vault_of(texts, when=PropertySchema(type="text"))
    assert found(vault, "FRM008") == [
        ("T.md", 2, "`year` is a text, and Obsidian's types.json says a number"),
        ("a.md", 2, "`year` is a text, and Obsidian's types.json says a number"),
    ]


def test_a_date_that_does_not_exist_needs_no_type_to_be_one() -> None:
    texts = {
        ".obsidian/types.json": json.dumps({"types": {"part": "text", "due": "date"}}),
        "a.md": "---\ndate: 2024-13-45\npart: 2024-13-45\ndue: 2024-06-31\nlot: 0815-47-11\n---\n",
    }
    default = [rule for rule in select() if rule.code == "FRM008"]
    assert [one.message for one in check(Vault.from_texts(texts), default)] == [
        "`date` is a date or time that does not exist",
        "`due` is a date or time that does not exist, and Obsidian's types.json says a date",
    ]


def test_drift_is_listed_on_demand() -> None:
    texts = {f"{at}.md": f"---\nyear: {2000 + at}\ntopic: [a]\n---\n" for at in range(9)}
    texts["x.md"] = "---\nyear: old\ntopic: a\n---\n"
    vault = Vault.from_texts(texts)
    assert check(vault, [rule for rule in select() if rule.code == "FRM008"]) == []
    assert found(vault, "FRM008") == [("x.md", 2, "`year` is a text, and in 9 of 10 notes it is a number")]
