"""The reading of properties as a handler for python-frontmatter: programs that edit notes with that library get
the values that vaultkit sees.

Nothing here is needed to read a vault, which need not wait for the library to load.
"""

from __future__ import annotations

from typing import Any

from frontmatter.default_handlers import YAMLHandler

from vaultkit.parse.yaml12 import compose


class PropertyHandler(YAMLHandler):
    """Makes `frontmatter.load(path, handler=PropertyHandler())` read scalars and duplicate keys as Obsidian does."""

    def load(self, fm: str, **_: object) -> dict[str, Any]:
        """Return the properties of the YAML text `fm`.

        Raises:
            ValueError: the text is not valid YAML 1.2, holds a key twice, or is not a mapping.
        """
        value, errors = compose(fm)
        if errors:
            raise ValueError(errors[0].message)
        if value is None or value.value is None:
            return {}
        if not isinstance(value.value, dict):
            raise ValueError("properties must be a mapping of keys to values")
        return value.value
