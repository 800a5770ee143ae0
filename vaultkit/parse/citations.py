"""Citations in brackets as Pandoc reads them: `[@key]`, `[see @key, p. 3; -@other]`.

Source: Pandoc's manual, "Citation syntax". Names behind a bare `@` are left alone: on the web they are people.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from vaultkit.model.note import Citation
from vaultkit.parse.ranges import Excluded
from vaultkit.parse.structure import Leaf, RawLink
from vaultkit.text import Span

_BRACKET = re.compile(r"(?<![\[\]!\\^])\[([^\[\]\n]*@[^\[\]]*)\](?![\[(:])")
_KEY = re.compile(r"(?:^|(?<=[\s;-]))@(?:\{([^{}\s]+)\}|(\w(?:[\w:.#$%&+?<>~/-]*\w)?))")


def find_citations(
    text: str,
    leaves: Sequence[Leaf],
    hidden: Excluded,
    links: Sequence[RawLink],
    span_of: Callable[[int, int], Span],
) -> tuple[Citation, ...]:
    """Return the citations of a body, in document order; spans cover `@key`."""
    if "@" not in text:
        return ()
    taken = Excluded([(link.start, link.end) for link in links])
    found = []
    for leaf in leaves:
        if text.find("@", leaf.start, leaf.end) < 0:
            continue
        for match in _BRACKET.finditer(text, leaf.start, leaf.end):
            if hidden.end_of(match.start()) >= 0 or taken.end_of(match.start()) >= 0:
                continue
            for key in _KEY.finditer(match[1]):
                start, end = match.start(1) + key.start(), match.start(1) + key.end()
                found.append(Citation(key[1] or key[2], span_of(start, end)))
    return tuple(found)
