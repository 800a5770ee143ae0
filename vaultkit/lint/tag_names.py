"""What can be a tag among the properties of a note."""

from __future__ import annotations

from vaultkit.patterns import lazy_pattern

_OTHER = lazy_pattern(r"[\s!\"#$%&'()*+,.:;<=>?@^`{|}~\[\]\\]")
"""What ends a tag in text; in a property it makes of the value no tag."""


def tag_problem(value: object) -> str:
    """Return why `value` is no tag, or an empty string. Nested and empty values are no tags, and no mistakes."""
    if isinstance(value, bool | list | dict) or value is None:
        return ""
    text = str(value).strip()
    if not isinstance(value, str) or text.isdecimal():
        return f'"{text}" is a number, and no tag'
    if text.startswith("#") and len(text) > 1 and not _OTHER.search(text, 1):
        return f'in properties, "{text}" is written without #'
    other = _OTHER.search(text)
    if other is not None:
        what = "a space" if other[0].isspace() else f'"{other[0]}"'
        return f'"{text}" is no tag: it holds {what}'
    return f'the tag "{text}" ends with a slash' if text.endswith("/") else ""


def tags_between_commas(text: str) -> list[str]:
    """Return the tags that stand in a text with commas between them; none where it is something else."""
    parts = [part.strip().removeprefix("#") for part in text.split(",")]
    are_tags = all(part and not tag_problem(part) and reads_as_text(part) for part in parts)
    return parts if len(parts) > 1 and are_tags else []


def reads_as_text(tag: str) -> bool:
    """Return whether a tag can stand in a list in brackets without quotes, as `null`, `1e5` and `-` cannot."""
    from vaultkit.parse.yaml_plain import resolve_scalar  # only to fix something

    return tag != "-" and isinstance(resolve_scalar(tag), str)
