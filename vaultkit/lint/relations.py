"""What the rules about relations share: how to name a field's counterpart, and how to write it."""

from __future__ import annotations

from collections.abc import Sequence

from vaultkit.lint.facts import link_facts
from vaultkit.lint.places import linktext
from vaultkit.model.diagnostic import Fix
from vaultkit.model.note import Field, Note, Property
from vaultkit.patterns import lazy_pattern
from vaultkit.text import Edit
from vaultkit.vault import Vault
from vaultkit.vault.relations import Meaning, RelationReader, Statement

_UNWRITABLE = "[]|#^\"'\\"
_ITEM = lazy_pattern(r"[ \t]*[-*+][ \t]+")


def counterpart(one: Statement) -> Meaning:
    """Return what the other note would have to say for both to agree."""
    return Meaning(one.relation, not one.inverse and not one.relation.symmetric)


def other_end(one: Statement) -> str | None:
    """Return the path of the note that the link names."""
    return one.source if one.inverse else one.target


def counterpart_fields(one: Statement) -> tuple[str, ...]:
    """Return the names of the fields by which the other note would say so."""
    return one.relation.inverse if counterpart(one).inverse else one.relation.fields


def backlink_fix(vault: Vault, said: Meaning, path: str, sources: Sequence[str]) -> Fix | None:
    """Return the unsafe fix that adds links to `sources` to the field or property of the note `path` that
    says `said`; None where it has no such field, or a link cannot be written there."""
    note = vault.notes[path]
    texts = [linktext(vault, source, path) for source in sources]
    if note.is_canvas or vault.is_template(path) or any(set(text) & set(_UNWRITABLE) for text in texts):
        return None
    reader = RelationReader(note, vault)
    field = next((one for one in note.fields if reader.stated(one) == said), None)
    edit, name = None, ""
    if field is not None:
        edit, name = _in_field(field, texts, note, vault), field.key.strip()
    else:
        prop = next((one for one in note.properties if vault.vocabulary.meaning(one.key) == said), None)
        if prop is not None:
            edit, name = _in_property(prop, texts, note, vault), prop.key
    if edit is None:
        return None
    what = f"{len(texts)} links" if len(texts) > 1 else f"[[{texts[0]}]]"
    return Fix(f'add {what} to "{name}" of "{note.name}"', "unsafe", {path: (edit,)})


def _in_field(field: Field, texts: Sequence[str], note: Note, vault: Vault) -> Edit:
    """The edit behind the field's value, in the way in which the value itself is written."""
    links = [f"[[{text}]]" for text in texts]
    at = field.value_span.end
    if not field.value:
        before = link_facts(vault).text(note.path)[at - 1 : at]
        return Edit(at, at, ("" if before.isspace() else " ") + " ".join(links))
    text = link_facts(vault).text(note.path)
    item = _ITEM.match(text, text.rfind("\n", 0, at) + 1, at)
    if item is not None and item.start() > field.span.start:  # items below: each link gets one of its own
        newline = "\r\n" if "\r\n" in text else "\n"
        return Edit(at, at, "".join(f"{newline}{item[0]}{link}" for link in links))
    separator = ", " if "]], " in field.value else " "
    return Edit(at, at, separator + separator.join(links))


def _in_property(prop: Property, texts: Sequence[str], note: Note, vault: Vault) -> Edit | None:
    """The edit behind the last item of the property's list; none for a property that is no list yet."""
    if not prop.children or not isinstance(prop.value, list):
        return None
    last = prop.children[-1].value_span
    text = link_facts(vault).text(note.path)
    line = text[text.rfind("\n", 0, last.start) + 1 : last.start]
    if line.strip() == "-":
        newline = "\r\n" if text[last.end : last.end + 2] == "\r\n" else "\n"
        return Edit(last.end, last.end, "".join(f'{newline}{line}"[[{one}]]"' for one in texts))
    return Edit(last.end, last.end, "".join(f', "[[{one}]]"' for one in texts))
