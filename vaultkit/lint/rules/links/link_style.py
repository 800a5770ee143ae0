"""LNK011."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import ClassVar, Literal

from vaultkit.lint.dependence import Fact
from vaultkit.lint.places import PLAIN_TEXT, encode_destination, linktext, lookup
from vaultkit.lint.rule import NoteRule
from vaultkit.model.diagnostic import Diagnostic, Fix, Severity
from vaultkit.model.link import Link
from vaultkit.model.note import Note
from vaultkit.text import Edit
from vaultkit.vault import Vault
from vaultkit.vault.names import normalise

Syntax = Literal["wikilink", "markdown"]
Format = Literal["shortest", "relative", "absolute"]


class LinkStyle(NoteRule, frozen=True):
    """A link written in another way than the vault's links are.

    Flags wikilinks where links are to be Markdown links, or the reverse (option `syntax`), and targets that are not
    written as the option `path` says: `shortest`, `relative` or `absolute`. Without options, Obsidian's own settings
    count, "Use [[Wikilinks]]" and "New link format". Off by default. Links that lead nowhere or to several files, links
    in properties, and a shorter path that is enough are left alone.

    Why: one way to write links can be searched for, read without Obsidian, and moved by scripts.

    Remedy: write the link like the others. The fix does so where it then certainly leads to the same place and shows
    the same text (of a bare path, the name).

    Source: Obsidian help, "Internal links" and "Settings", Files and links.

    Bad:
        ~~~~ Topics/Circuits.md
        Text.
        ~~~~
        ~~~~ Note.md
        [Circuits](Topics/Circuits.md), [these](Topics/Circuits.md) %%! link-style %% %%! link-style %%
        [[Topics/Circuits]] %%! link-style %%
        ~~~~

    Fixed:
        ~~~~ Note.md
        [[Circuits]], [[Circuits|these]]
        [[Circuits]]
        ~~~~

    Bad:
        ~~~~ vaultkit.toml
        [rules.link-style]
        syntax = "markdown"
        path = "relative"
        ~~~~
        ~~~~ Topics/My circuits.md
        ## Part
        Text.
        ~~~~
        ~~~~ Log/Note.md
        [[My circuits]], ![[My circuits#Part]] %%! link-style %% %%! link-style %%
        [x](<../Topics/My circuits.md>)
        ~~~~

    Fixed:
        ~~~~ Log/Note.md
        [My circuits](../Topics/My%20circuits.md), ![](../Topics/My%20circuits.md#Part)
        [x](<../Topics/My circuits.md>)
        ~~~~

    Good:
        ~~~~ Topics/Circuits.md
        Text.
        ~~~~
        ~~~~ Note.md
        [[Circuits]], [[Circuits|these]], [web](https://example.org), [[#Here]]

        ## Here
        Text.
        ~~~~
    """

    code: ClassVar[str] = "LNK011"
    name: ClassVar[str] = "link-style"
    severity: ClassVar[Severity] = "warning"
    default: ClassVar[bool] = False
    reads: ClassVar[frozenset[Fact] | None] = frozenset(("files", "anchors"))
    along_links: ClassVar[bool] = True

    syntax: Syntax | None = None
    path: Format | None = None

    def check(self, note: Note, vault: Vault) -> Iterator[Diagnostic]:
        """Yield a finding for every link that would be written otherwise."""
        if note.is_canvas:
            return
        settings = vault.settings
        syntax: Syntax = self.syntax or ("markdown" if settings.use_markdown_links else "wikilink")
        path_format = self.path or settings.new_link_format
        reach = 0  # where the last link ends
        for link in note.links:
            inside, reach = link.span.end < reach, max(reach, link.span.end)  # a picture in a link's text
            if (
                inside
                or link.external
                or link.reference
                or link.kind not in ("wikilink", "embed", "markdown", "image")
            ):
                continue
            found = vault.resolve(link, note.path)
            if found.status != "resolved" or found.path is None or found.subpath_found is False:
                continue
            wanted = _target(vault, found.path, note, path_format, syntax)
            faults = [
                fault
                for fault, there in (
                    (f"a {'wikilink' if link.is_wikilink else 'Markdown link'}", _syntax(link) != syntax),
                    (f"not the {path_format} path", not _is_as_wanted(link, wanted, path_format)),
                )
                if there
            ]
            if faults:
                yield self.finding(
                    note,
                    link.span,
                    f"{' and '.join(faults)}: this vault's links are {path_format} {syntax} links",
                    target=link.target,
                    fix=_fix(link, note, vault, wanted, syntax),
                )


def _syntax(link: Link) -> Syntax:
    return "wikilink" if link.is_wikilink else "markdown"


def _target(vault: Vault, path: str, note: Note, path_format: str, syntax: Syntax) -> str:
    """Return how the file at `path` is written in a link of `note`, with `.md` only in Markdown links."""
    if path_format == "relative":
        text = posixpath.relpath(path, note.folder or ".")
        if lookup(vault, text, note.path) != path:
            text = "./" + text  # seen from the root, it is another file
    elif path_format == "absolute":
        text = path
    else:
        text = linktext(vault, path, note.path)
        if syntax == "markdown" and path.lower().endswith(".md") and text != path:
            text += ".md"
    return text.removesuffix(".md") if syntax == "wikilink" else text


def _is_as_wanted(link: Link, wanted: str, path_format: str) -> bool:
    """Whether the target is written so already; of shortest paths, whether it is no longer."""
    written = normalise(link.target).removesuffix(".md").removeprefix("./")
    target = normalise(wanted).removesuffix(".md").removeprefix("./")
    return written == target or (path_format == "shortest" and len(written) <= len(target))


def _fix(link: Link, note: Note, vault: Vault, wanted: str, syntax: Syntax) -> Fix | None:
    """Return the safe fix, where what it writes is one link to the same place that shows the same."""
    shown = _shown(link)
    stays = link.is_wikilink and syntax == "wikilink" and not link.in_table
    if shown is None or not (stays or PLAIN_TEXT.fullmatch(shown)):
        return None
    if not shown and not link.is_embed and syntax == "markdown":
        return None  # nothing could be clicked
    bang = "!" if link.is_embed else ""
    if syntax == "wikilink":
        bar = "\\|" if link.in_table else "|"
        bare = link.is_wikilink and link.display is None
        display = "" if bare or not shown or shown == _shown_by(wanted, link.subpath) else bar + shown
        text = f"{bang}[[{wanted}{link.subpath}{display}]]"
    else:
        text = f"{bang}[{shown}]({encode_destination(wanted)}{_fragment(link.subpath)})"
    if text == link.raw or not _leads_there(text, link, note, vault):
        return None
    edit = Edit(link.span.start, link.span.end, text)
    return Fix(f"write {text}", "safe", {note.path: (edit,)})


def _shown(link: Link) -> str | None:
    """Return the text that the link shows, of an embed its alt text; None where it cannot be carried over."""
    if not link.is_wikilink:
        if not link.raw.endswith(")"):
            return None
        if '"' in link.raw or "'" in link.raw.rpartition("](")[2]:
            return None  # a title, which a wikilink has no place for
    if link.display is not None:
        return link.display.strip()
    return "" if link.is_embed else _shown_by(link.target.rpartition("/")[2], link.subpath)


def _shown_by(target: str, subpath: str) -> str:
    """Return what Obsidian shows for a wikilink without a text of its own."""
    return " > ".join(part.strip() for part in (target + subpath).split("#") if part.strip())


def _fragment(subpath: str) -> str:
    return "#" + encode_destination(subpath[1:]).replace("%23", "#") if subpath else ""


def _leads_there(text: str, link: Link, note: Note, vault: Vault) -> bool:
    """Whether `text`, read as a link of the note, is one link to what `link` leads to."""
    from vaultkit.parse import parse_note  # only where something is to be fixed

    links = parse_note(text.replace("\\|", "|").encode("utf-8", "surrogatepass"), note.path).links
    if len(links) != 1 or links[0].is_embed != link.is_embed:
        return False
    one, other = vault.resolve(link, note.path), vault.resolve(links[0], note.path)
    return (one.status, one.path, one.subpath_found) == (other.status, other.path, other.subpath_found)
