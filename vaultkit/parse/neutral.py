"""A stand-in for a body that pyromark reads faster and as Obsidian would, place for place."""

from __future__ import annotations

import re
from collections.abc import Callable

from vaultkit.parse.decode import FURTHER_BYTES
from vaultkit.text import holds

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_IFRAME = re.compile(r"<(/?+)iframe\b", re.IGNORECASE)
# Without a second bar, and not the text of a Markdown link: `[[1]](url)`.
_PLAIN_WIKILINK = re.compile(r"\[\[([^\[\]|`$<\\\n]++(?:\\?\|[^\[\]|`$<\\\n]++)?)\]\](?![(\[\]])")
# ASCII less a few is spelt by what it has: a class that leaves out all above ASCII takes milliseconds to compile.
_NON_ASCII_TAG = re.compile(r"<[\x00-\t\x0b-;=?-\x7f]*+[^\x00-\x7f]")
_MADE_AN_END = re.compile(r">(?<=[^\x00-\x7f]>)")  # `?>`; a literal first character makes the search fast
# The label of a link reference that another could be taken for when all characters are ASCII.
_NON_ASCII_LABEL = re.compile(
    r"\n[ \t>*+.)\d-]*\[(?:\\[\[\]\\]|[\x00->@-Z\\^-\x7f])*+(?:\?|[^\x00-\x7f])(?:\\[\[\]\\]|[^\[\]])*+\]:"
)
_TABS = re.compile(r"\t[ \t]*+(\r?\n)?")  # matches any run: to begin anew within one would be quadratic
_BLOCK = 256  # bytes: of so many the code points are counted at once, and of fewer for each offset


def for_commonmark(text: str, in_ascii: bytes | None = None) -> str:
    """Return a text with the same places in which CommonMark finds what Obsidian finds, and fast.

    - `<iframe …></iframe>` opens no HTML block in Obsidian (lines below it keep their headings and
      embeds), as it does in CommonMark's list of block tags: an unknown tag of the same length does not.
    - Tabs at the end of a line become spaces: behind it pyromark takes no fence for closed, and no table for one.
    - Plain wikilinks lose their brackets: each would be five events of which none is used.
    - Other characters become one byte, so that pyromark's bytes are code points. Not in a text where they can
      decide what is a tag or a link reference; that they can decide what is emphasis matters to nobody.
      `in_ascii` is the text so written, where the caller has it.
    """
    if not text.isascii():
        text = _one_byte_each(text, in_ascii)  # first: pieces of ASCII are joined several times as fast
    if "<" in text:
        text = _without_iframes(text)
    if "\t" in text:
        text = _without_last_tabs(text)
    if "[[" in text:
        text = ",,".join(_PLAIN_WIKILINK.split(text))  # every second piece is what stood in a link
    return text


def _without_last_tabs(text: str) -> str:
    if "\t\n" in text or "\t\r" in text or "\t " in text:
        return _TABS.sub(_spaces_at_end, text)
    return text


def _spaces_at_end(tabs: re.Match[str]) -> str:
    return tabs[0] if tabs[1] is None else " " * (tabs.start(1) - tabs.start()) + tabs[1]


def _without_iframes(text: str) -> str:
    pieces = _IFRAME.split(text)  # every second one is the slash of an end tag, or nothing
    pieces[1::2] = [f"<{slash}x-html" for slash in pieces[1::2]]
    return "".join(pieces)


def _one_byte_each(text: str, in_ascii: bytes | None) -> str:
    """Write `text` in ASCII, character for character, where that changes nothing of its structure."""
    if _needs_its_letters(text):
        return _SURROGATE.sub("\ufffd", text)  # as many bytes, and it can be encoded
    if in_ascii is None:
        in_ascii = text.encode("ascii", "replace")  # each becomes `?`
    return in_ascii.decode("ascii")


def _needs_its_letters(text: str) -> bool:
    if "<" in text and (_NON_ASCII_TAG.search(text) or (holds(text, "<?") and _MADE_AN_END.search(text))):
        return True
    return holds(text, "]:", rarest=1) and _NON_ASCII_LABEL.search("\n" + text) is not None


def code_point_of(text: str) -> Callable[[int], int]:
    """Return what tells of an offset in the UTF-8 of `text` how many code points stand before it."""
    data = text.encode()
    before = [0]  # each block
    for block in range(0, len(data), _BLOCK):
        before.append(before[-1] + len(data[block : block + _BLOCK].translate(None, FURTHER_BYTES)))

    def code_point(offset: int) -> int:
        block = offset // _BLOCK
        return before[block] + len(data[block * _BLOCK : offset].translate(None, FURTHER_BYTES))

    return code_point
