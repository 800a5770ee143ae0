"""Facts about a vault's links that several rules share; computed once for a vault, on first use.

A vault never changes, so these are memos and not state: they vanish together with the vault.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import copy
from itertools import chain
from typing import Literal

from vaultkit.lint.doubtful import DoubtfulLinks
from vaultkit.lint.link_index import LinkIndex
from vaultkit.lint.missing import MissingNames
from vaultkit.model.link import Link, LinkKind, Resolution
from vaultkit.model.note import Note
from vaultkit.timing import phase
from vaultkit.vault import Vault
from vaultkit.vault.memo import PerVault
from vaultkit.vault.mentions import notes_mentioning
from vaultkit.vault.names import normalise

_MANY_LEFT = 8
"""Where fewer than one in so many notes were not looked at, to look at them costs less than to ask them each time."""
_MANY_NAMES = 20
"""To look for the notes that link to so many names, one after the other, costs more than to look at all notes."""
_UNJUDGED = frozenset({"empty", "no-target", "url", "triple-bracket", "line-break", "unclosed"})


def form(link: Link) -> LinkKind:
    """Return how a link is written: its kind, and for a link in the text of a canvas card the kind it
    would have in a note. `canvas` is then left for cards that show a file."""
    if link.kind != "canvas":
        return link.kind
    if link.raw.startswith("![["):
        return "embed"
    if link.raw.startswith("[["):
        return "wikilink"
    if link.raw.startswith("!["):
        return "image"
    return "markdown" if link.raw.startswith("[") else "canvas"


Trouble = Literal["missing", "ambiguous", "part"]
"""What is the matter with a link: it leads nowhere, to several files, or to a part that its note does not have."""
Troubled = tuple[tuple[Link, Resolution], ...]
_Kind = tuple[LinkKind, Trouble]
_Pairs = list[tuple[Link, Resolution]]


def troubles_of(resolution: Resolution) -> tuple[Trouble, ...]:
    """Return what is the matter with a link that leads to `resolution`: mostly nothing."""
    if resolution.status == "missing":
        return ("missing",)
    part: tuple[Trouble, ...] = ("part",) if resolution.subpath_found is False else ()
    return ("ambiguous", *part) if resolution.status == "ambiguous" else part


class LinkFacts:
    """The links of a vault that need a second look.

    Those are the links that are missing, ambiguous, or whose subpath was not found. A note is looked at when
    somebody asks about it; `users` looks at all. `names` says why names lead nowhere.
    """

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._troubled: dict[str, Troubled] = {}
        self._kinds: dict[_Kind, dict[str, _Pairs]] = {}  # by form and trouble, by note
        self._users: dict[str, dict[str, int]] = {}
        self._doubtful = DoubtfulLinks(vault)
        self._pending = dict.fromkeys(vault.notes)  # notes that nobody has asked about yet
        self._index: LinkIndex | None = None
        self.names = MissingNames(vault)
        self._counted: set[str] = set()  # missing targets of which all users are known
        self._text = ("", "")

    def all_troubled(self, trouble: Trouble) -> list[str] | None:
        """Return the notes with a link that has this trouble; None while not all were looked at."""
        if self._pending:
            return None
        return list(
            {path: None for (_, one), paths in self._kinds.items() if one == trouble for path in paths}
        )

    def of(self, path: str) -> Troubled:
        """Return the links of one note that need a second look."""
        if path in self._pending:
            self._visit([path])
        return self._troubled.get(path, ())

    def of_kinds(
        self, path: str, forms: Iterable[LinkKind], troubles: Iterable[Trouble]
    ) -> Collection[tuple[Link, Resolution]]:
        """Return those of them in one of `forms` that have one of `troubles`, each once."""
        if path in self._pending:
            self._visit([path])
        there: list[_Pairs] = []
        for written in forms:
            for trouble in troubles:
                holders = self._kinds.get((written, trouble))
                if holders is not None and path in holders:
                    there.append(holders[path])
        if len(there) == 1:  # nearly always
            return there[0]
        return {id(pair): pair for pairs in there for pair in pairs}.values()

    def troubled_among(
        self, paths: Collection[str], forms: Iterable[LinkKind], troubles: Iterable[Trouble]
    ) -> list[str]:
        """Return those of the notes at `paths` with a link in one of `forms` that has one of `troubles`."""
        if len(self._pending) < len(paths):
            self._visit([path for path in self._pending if path in paths])
        elif self._pending:
            self._visit([path for path in paths if path in self._pending])
        holding = dict.fromkeys(chain.from_iterable(self._holders(forms, troubles)))
        if len(paths) < len(holding):
            return [path for path in paths if path in holding]
        return [path for path in holding if path in paths]

    def _holders(self, forms: Iterable[LinkKind], troubles: Iterable[Trouble]) -> list[dict[str, _Pairs]]:
        """Return the notes with such links, each with those of one kind."""
        kinds = [(form, trouble) for form in forms for trouble in troubles]
        return [self._kinds[kind] for kind in kinds if kind in self._kinds]

    def _look_at_all(self) -> None:
        if self._pending:
            self._visit(tuple(self._pending))

    def _visit(self, paths: Sequence[str]) -> None:
        """Look at the notes at `paths`, which nobody has asked about yet."""
        for path in self._doubtful.among(paths):
            self._take(path, self._look(path, self._doubtful.links_of(self._vault.notes[path])))
        for path in paths:  # only now: should it fail, whoever asks next is told so, too
            self._pending.pop(path, None)

    @property
    def users(self) -> Mapping[str, Mapping[str, int]]:
        """How many links each note has to every missing target, by the target's normalised name."""
        self._look_at_all()
        return self._users

    def _look(self, path: str, links: Iterable[Link]) -> Troubled:
        """Return those of the `links` of a note that are in trouble."""
        note, resolve = self._vault.notes[path], self._vault.resolve
        found: list[tuple[Link, Resolution]] = []
        for link in links:
            resolution = resolve(link, path)
            if troubles_of(resolution):
                found.append((link, resolution))
        if not found:
            return ()
        spans = _unjudged_spans(note)
        if not spans:
            return tuple(found)
        from vaultkit.parse.ranges import Excluded  # here: few notes have any

        unjudged = Excluded(spans)
        return tuple(pair for pair in found if not unjudged.meets(pair[0].span.start, pair[0].span.end))

    def _take(self, path: str, found: Troubled) -> set[str]:
        """Put down what was found in a note in place of what was; return the missing targets that are
        now linked more or less often."""
        known = self._troubled.get(path, ())
        if not known and not found:
            return set()
        before, after = _missing_targets(known), _missing_targets(found)
        for key in before.keys() | after.keys():
            users = self._users.setdefault(key, {})
            users.pop(path, None)
            if key in after:
                users[path] = after[key]
            elif not users:
                del self._users[key]
        for kind in _by_kind(known):
            del self._kinds[kind][path]
        for kind, pairs in _by_kind(found).items():
            self._kinds.setdefault(kind, {})[path] = pairs
        if found:
            self._troubled[path] = found
        else:
            self._troubled.pop(path, None)
        return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}

    def expect_changes(self) -> None:
        """Find now what the first change would otherwise wait for."""
        self._look_at_all()
        self._index = LinkIndex(self._vault)
        self.names.expect_changes()

    def advanced(self, vault: Vault, touched: Collection[str]) -> tuple[LinkFacts, set[str]]:
        """Return the facts of `vault`, which differs from this one's in the files `touched`, and the notes
        about whose links there may now be something else to say.

        These facts are used up: what is known is handed on, not copied.
        """
        self._look_at_all()
        old, facts = self._vault, copy(self)
        facts._vault, facts._text = vault, ("", "")
        index = facts._index = self._index or LinkIndex(old)
        affected = {path for path in touched if path in vault.notes}
        for path in touched:
            if linkable_parts(old, path) != linkable_parts(vault, path):
                affected |= index.sources(path)
        if vault.files != old.files:
            for path in set(old.files) ^ set(vault.files):
                affected |= index.sources(path)
        index.update(vault, touched)
        changed: set[str] = set()
        for path in touched:
            if path not in vault.notes:
                changed |= facts._take(path, ())
        affected &= vault.notes.keys()
        for path in affected:
            internal = [link for link in vault.notes[path].links if not link.external]
            changed |= facts._take(path, facts._look(path, internal))
        facts.names, explained = self.names.advanced(vault, touched, facts.users.keys())
        changed |= explained
        for key in changed:
            affected.update(facts.users.get(key, ()))
        return facts, affected

    def naming(self, path: str) -> set[str]:
        """Return the notes with a link that may mean the file at `path`, which need not be there."""
        self._index = self._index or LinkIndex(self._vault)
        return self._index.sources(path)

    def text(self, path: str) -> str:
        """Return the text of a note, keeping the last one: rules ask for the same note in turn."""
        if self._text[0] != path:
            self._text = (path, self._vault.text(path))
        return self._text[1]

    def uses(self, target: str) -> int:
        """Return how many links of the vault have the missing target `target`."""
        key = normalise(target)
        if key not in self._counted:
            many = len(self._counted) >= _MANY_NAMES
            if many or len(self._pending) * _MANY_LEFT < len(self._vault.notes):
                self._look_at_all()
            else:
                self._visit(notes_mentioning(self._vault, key, self._pending.keys()))
            self._counted.add(key)
        return sum(self._users.get(key, {}).values())


def _missing_targets(found: Troubled) -> dict[str, int]:
    """Return how many of the links in trouble lead to each missing target."""
    counts: dict[str, int] = {}
    for link, resolution in found:
        if resolution.status == "missing":
            key = normalise(link.target)
            counts[key] = counts.get(key, 0) + 1
    return counts


def _by_kind(found: Troubled) -> dict[_Kind, _Pairs]:
    """Return the links in trouble by how they are written and what is the matter with them."""
    kinds: dict[_Kind, _Pairs] = {}
    for pair in found:
        written = form(pair[0])
        for trouble in troubles_of(pair[1]):
            kinds.setdefault((written, trouble), []).append(pair)
    return kinds


def linkable_parts(vault: Vault, path: str) -> object:
    """Return everything in a note that a subpath can lead to, to compare: as written, since messages quote it.

    An outline knows only what can certainly be named: no footnotes, no levels of headings, no odd ones.
    """
    note = vault.notes.get(path)
    if note is None:
        return None
    return (
        [(heading.text, heading.level) for heading in note.headings],
        [block.id for block in note.blocks],
        [footnote.id for footnote in note.footnotes if footnote.definition],
    )


def _unjudged_spans(note: Note) -> list[tuple[int, int]]:
    """Places whose own rule says all there is to say: template text, links that are no links."""
    spans = [(span.start, span.end) for span in note.placeholders]
    spans += [
        (problem.span.start, problem.span.end)
        for problem in note.problems
        if problem.kind == "malformed-wikilink" and problem.detail in _UNJUDGED
    ]
    return spans


def _facts(vault: Vault) -> LinkFacts:
    with phase("index"):
        return LinkFacts(vault)


_FACTS = PerVault(_facts)


def link_facts(vault: Vault) -> LinkFacts:
    """Return the link facts of `vault`."""
    return _FACTS.of(vault)


def advance_facts(before: Vault, vault: Vault, touched: Collection[str]) -> set[str]:
    """Hand the link facts of `before` on to `vault`, which differs from it in the files `touched`.

    Returns the notes about whose links there may now be something else to say. `before` is not asked
    again: its facts are gone.
    """
    facts, affected = link_facts(before).advanced(vault, touched)
    _FACTS.hand_on(vault, facts)
    _FACTS.take(before)
    return affected


def share_history(known: Vault, other: Vault) -> None:
    """Let `other`, another state of the vault `known`, use what git said of the notes that left."""
    link_facts(known).names.share_history(link_facts(other).names)
