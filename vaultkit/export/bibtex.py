"""The papers of the graph as BibTeX, from what the vault says alone: nothing is looked up, nothing invented.

An entry has the title that the notes use, the identifiers and an address. Year and month come from the number
on arXiv (those of the first submission, as the entry says) or from an identifier that holds a year. Authors and
whatever else a bibliography wants are there when the note about the paper has them as properties, or when the
paper stands in the bibliography `bib`: then its entry is taken over, with its key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from vaultkit.export._writing import Target, opened, printable
from vaultkit.graph.analyze.papers import Paper, papers

if TYPE_CHECKING:
    import networkx as nx

    from vaultkit.load.bib import BibEntry, Bibliography
    from vaultkit.model.note import Note
    from vaultkit.vault import Vault

SUFFIXES = (".bib",)

_HEAD = "% Papers cited in a vault. Years and months of arXiv numbers are those of the first submission.\n"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ARXIV_DATE = re.compile(r"(?:[a-z-]+/)?(\d\d)(\d\d)")
_YEAR = re.compile(
    r"(?:neurips|iclr|transformer-circuits|distill|iacr):(\d{4})/|acl:(\d{4})\.|cvf:[A-Z]+(\d{4})/|ads:(\d{4})"
)
_PROPERTIES = ("year", "journal", "booktitle", "publisher", "volume", "number", "pages", "editor", "series")
_WIKILINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
_AND = re.compile(r"\band\b", re.IGNORECASE)
_VERBATIM = frozenset(("url", "doi", "eprint"))
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "&%#_$"},
}
_SPECIAL = re.compile("[" + re.escape("".join(_LATEX)) + "]")


def write(
    graph: nx.MultiDiGraph[str],
    target: Target,
    *,
    vault: Vault | None = None,
    bib: Bibliography | None = None,
    **_: Any,
) -> None:
    """Write the papers of a graph; `vault` gives what their own notes say, `bib` the entries to take over."""
    with opened(target) as stream:
        stream.write(_HEAD.encode())
        for entry in entries(papers(graph, bib=bib), vault, bib):
            stream.write(b"\n" + entry.encode("utf-8", "backslashreplace"))


def entries(
    rows: Iterable[Paper], vault: Vault | None = None, bib: Bibliography | None = None
) -> Iterator[str]:
    """Yield the entry of each paper in the order of the rows, by different keys."""
    known = {entry.key: entry for entry in bib.entries} if bib is not None else {}
    taken = {key.lower() for key in known}
    for row in rows:
        entry = known.get(row.bib_key) if row.bib_key is not None else None
        if entry is not None:
            yield _taken_over(entry)
            continue
        key = wanted = re.sub(r"[^A-Za-z0-9]+", "_", row.id).strip("_")
        number = 1
        while key.lower() in taken:
            number += 1
            key = f"{wanted}_{number}"
        taken.add(key.lower())
        note = vault.notes.get(row.own_notes[0]) if vault is not None and row.own_notes else None
        yield _made(key, row, note)


def _taken_over(entry: BibEntry) -> str:
    fields = {
        name: value if name in entry.bare else "{" + value + "}" for name, value in entry.fields.items()
    }
    return _entry(entry.type, entry.key, fields)


def _made(key: str, row: Paper, note: Note | None) -> str:
    fields: dict[str, str] = {}
    if row.title is not None:
        fields["title"] = row.title
    stated = _stated(note) if note is not None else {}
    fields.update(stated)
    remarks = []
    for id in row.ids if not row.problem else ():
        scheme, _, value = id.partition(":")
        year = _YEAR.match(id)
        if scheme == "arxiv":
            fields.setdefault("eprint", value)
            fields.setdefault("archivePrefix", "arXiv")
            date = _ARXIV_DATE.match(value)
            if date is not None and "year" not in fields:
                fields["year"] = ("19" if date[1] > "90" else "20") + date[1]
                fields["month"] = _MONTHS[int(date[2]) - 1]
                remarks.append("year and month: first submission to arXiv")
        elif scheme in ("doi", "isbn"):
            fields.setdefault(scheme, value)
        elif year is not None:
            fields.setdefault("year", next(filter(None, year.groups())))
    fields["url"] = row.url
    if row.cited_in:
        remarks.insert(0, "cited in: " + ", ".join(citation.path for citation in row.cited_in))
    if row.problem:
        remarks.append(f"the address is not valid: {row.problem}")
    fields["note"] = "; ".join(remarks)
    kind = "article" if "journal" in stated else "inproceedings" if "booktitle" in stated else "misc"
    shown = {
        name: value if name == "month" else "{" + (_address(value) if name in _VERBATIM else value) + "}"
        for name, text in fields.items()
        if (value := text if name in _VERBATIM or name in ("month", "author") else latex(text))
    }
    return _entry(kind, key, shown)


def _entry(kind: str, key: str, fields: dict[str, str]) -> str:
    lines = [f"  {name} = {value}," for name, value in fields.items()]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"]) + "\n"


def _stated(note: Note) -> dict[str, str]:
    """Return what the properties of the note about a paper say for its entry."""
    found: dict[str, str] = {}
    for prop in note.properties:
        name = prop.key.strip().lower()
        if name in ("author", "authors") and (authors := _authors(prop.value)):
            found["author"] = authors
        elif name in _PROPERTIES and isinstance(prop.value, (str, int)) and not isinstance(prop.value, bool):
            found[name] = _plain(str(prop.value))
    return {name: value for name, value in found.items() if value}


def _authors(value: Any) -> str:
    """Return the authors as BibTeX joins them.

    A list in one text, and an item that is no name to BibTeX, are kept together: where a name in it ends and whether
    a comma turns it around is not known.
    """
    if isinstance(value, list):
        names = [_plain(item) for item in value if isinstance(item, str)]
        return " and ".join(
            latex(name) if _is_name(name) and not _AND.search(name) else f"{{{latex(name)}}}"
            for name in names
            if name
        )
    text = _plain(value) if isinstance(value, str) else ""
    names = text.split(" and ")
    joined = len(names) > 1 and all(map(_is_name, names)) and len({"," in name for name in names}) == 1
    return latex(text) if joined or "," not in text else f"{{{latex(text)}}}"


def _is_name(text: str) -> bool:
    """Return whether BibTeX reads a text as a name: `First Last`, `Last, First` or `Last, Jr, First`.

    Source: N. Markey, "Tame the BeaST", "The author format".
    """
    return text.count(",") <= 2 and not text.rstrip().endswith(",")


def _plain(text: str) -> str:
    """Return a text without the brackets of wikilinks and on one line."""
    return " ".join(_WIKILINK.sub(r"\1", text).split())


def _address(text: str) -> str:
    """Return an address or identifier, which is not typeset, without what would end the field."""
    return re.sub(r"[{}\\\s]", lambda found: f"%{ord(found[0]):02X}", printable(text))


def latex(text: str) -> str:
    """Return a text on one line with everything that is special in LaTeX escaped, so that braces balance."""
    text = " ".join(printable(text).split())
    return _SPECIAL.sub(lambda found: _LATEX[found[0]], text)
