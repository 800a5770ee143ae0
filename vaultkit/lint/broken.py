"""What to say about a wikilink that leads nowhere, wherever it stands."""

from __future__ import annotations

from vaultkit.lint.extensions import NOTE_EXTENSIONS, extension
from vaultkit.lint.facts import link_facts
from vaultkit.lint.missing import Missing
from vaultkit.lint.places import file_span, linktext, lookup, replace_target
from vaultkit.lint.rule import Rule
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.link import Link
from vaultkit.model.note import Note
from vaultkit.text import Edit
from vaultkit.vault import Vault

SUGGESTION_LIMIT = 3


def missing_reason(link: Link, vault: Vault) -> Missing:
    """Return why `link`, which is missing, leads nowhere."""
    return link_facts(vault).names.why(link.target)


def missing_finding(
    rule: Rule, link: Link, note: Note, vault: Vault, severity: Severity | None = None, fix: Fix | None = None
) -> Diagnostic:
    """Return the finding that `link` leads nowhere: what is missing, near names, and `fix`, or one that takes
    the near name where there is exactly one."""
    missing = missing_reason(link, vault)
    sure = missing.sure
    if missing.kind in ("alias", "departed"):
        sure = tuple(linktext(vault, path, note.path) for path in sure)
    return rule.finding(
        note,
        file_span(link, note, vault),
        _message(link, missing, link_facts(vault).uses(link.target)),
        target=link.target,
        suggestions=(sure or missing.maybe)[:SUGGESTION_LIMIT],
        help=_help(link, missing, vault),
        fix=fix or _fix(link, note, vault, missing, sure),
        severity="warning" if missing.kind == "address" else severity,
    )


def is_grey(link: Link, vault: Vault) -> bool:
    """Return whether a missing Markdown link is a note that nobody has written yet, rather than broken.

    So is a bare name without extension, which Obsidian offers to create as it does for `[[Name]]`, and
    in a vault whose own links are Markdown links (`useMarkdownLinks`) also `Name.md`. An address of the web
    is none.
    """
    missing = missing_reason(link, vault)
    if "/" in link.target or missing.sure or link.target.lower().startswith("www."):
        return False
    if vault.settings.use_markdown_links and extension(link.target) == "md":
        return missing.kind == "extension"
    return missing.kind == "unwritten"


def retarget_fix(link: Link, note: Note, vault: Vault, texts: tuple[str, ...]) -> Fix | None:
    """Return the unsafe fix that points `link` to the one target in `texts`, if it is one and can be written.

    There is none where that is the note itself: nobody writes a link to the note they are writing in.
    """
    if len(texts) != 1 or lookup(vault, texts[0], note.path) == note.path:
        return None
    edit = replace_target(link, note, vault, texts[0])
    if edit is None:
        return None
    return Fix(f'link to "{texts[0]}"', "unsafe", {note.path: (edit,)})


def _fix(link: Link, note: Note, vault: Vault, missing: Missing, sure: tuple[str, ...]) -> Fix | None:
    return _address_fix(link, note) if missing.kind == "address" else retarget_fix(link, note, vault, sure)


def _address_fix(link: Link, note: Note) -> Fix | None:
    """Return the safe fix of a property that is an address in wikilink brackets: the address alone, no fix
    where the brackets hold a text, too."""
    literal = link.span.end - link.span.start == len(link.raw)  # no escapes of YAML
    if link.kind != "property" or link.display is not None or not literal:
        return None
    edit = Edit(link.span.start, link.span.end, link.raw[2:-2].strip())
    return Fix("leave the address alone", "safe", {note.path: (edit,)})


def _message(link: Link, missing: Missing, uses: int) -> str:
    target = link.target.strip()
    thing = "note" if extension(target) in NOTE_EXTENSIONS or not extension(target) else "file"
    if missing.kind == "address":
        return f'"{target}" is an address, and a wikilink leads to a note of that name'
    if missing.kind == "alias":
        return f'"{target}" is an alias, and no note has that name'
    if missing.kind == "path":
        return f'no {thing} at "{target}"'
    if missing.kind == "unwritten":
        often = "" if uses == 1 else f" (linked {uses} times)"
        return f'"{target}" is not written yet{often}'
    return f'no {thing} "{target}" in the vault'


def _help(link: Link, missing: Missing, vault: Vault) -> str | None:
    if missing.kind == "unwritten" and link.kind == "property":
        return "write the note, or leave the link as it is"
    if missing.kind == "address":
        return "write the address without the double brackets"
    if missing.kind == "path" and not missing.maybe:
        folder, _, name = link.target.strip().strip("/").rpartition("/")
        if link_facts(vault).names.has_folder(folder):
            return f'the folder is there, but nothing in it is called "{name}": create it, or link to another'
        return "a link with a folder must give the path from the vault's root, or the end of it"
    if missing.fate:
        return missing.fate
    if missing.kind == "alias":
        names = ", ".join(f'"{vault.notes[path].name}"' for path in missing.sure[:SUGGESTION_LIMIT])
        return f"this is an alias of {names}; Obsidian does not resolve aliases"
    return None
