"""Notes whose bytes hold what no Markdown shows: the first look for all rules about characters.

Nothing is decoded here. Every test is one search in bytes, most notes are ASCII, and only a note that a test
points at is looked at as text by the rule.
"""

from __future__ import annotations

from vaultkit.model.note import Oddity
from vaultkit.patterns import lazy_pattern

_ASCII = bytes(range(128))
_SIGN = rb"(?:[\xc2\xc5\xc6\xcb][\x80-\xbf]|\xe2[\x80-\xbf]{2})"
# A, A or a with a mark before a sign; an eth before the sign that emoji have; and twice over, of which once may be
# by chance: a capital eth or N with a tilde before a sign, a letter between a with a tilde and e before two.
_MOJIBAKE = lazy_pattern(
    rb"\xc3[\x82\x83][\xc2\xc5\xe2]|\xc3\xa2[\xc2\xe2]|\xc3\xb0(?:\xc5\xb8|\xc2\x9f)"
    rb"|(?:\xc3[\x90\x91]" + _SIGN + rb"){2}|(?:\xc3[\xa3-\xa9]" + _SIGN + rb"{2}){2}"
)
_BIDI = lazy_pattern(rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])")
_INVISIBLE = lazy_pattern(rb"\xe2(?:\x80[\x8b-\x8d]|\x81\xa0)|\xc2[\x80-\x9f\xad]|\xef\xbb\xbf")


def find_oddities(data: bytes, controls: bool) -> tuple[Oddity, ...]:
    """Return what the bytes of a note, which are UTF-8, may hold that is worth a closer look.

    `controls` is whether they hold controls (see `vaultkit.parse.decode.ascii_of`).
    """
    found: list[Oddity] = []
    if b"<" in data and b"<<<<<<< " in data:
        found.append("conflict")
    # Without one of these bytes nothing but a control is odd, as in most notes.
    suspect = (
        b"\xe2" in data
        or b"\xc2" in data
        or b"\xef" in data
        or b"\xc5" in data
        or b"\xc6" in data
        or b"\xcb" in data
    )
    if suspect or controls:
        rest = data.translate(None, _ASCII)
        start = 3 if data.startswith(b"\xef\xbb\xbf") else 0
        if controls or _INVISIBLE.search(rest, start) is not None:
            found.append("invisible")
        if _MOJIBAKE.search(rest) and _MOJIBAKE.search(data):  # nothing plain stood between
            found.append("mojibake")
        if _BIDI.search(rest):
            found.append("bidi")
    return tuple(found)
