"""Regular expressions that are compiled when somebody first asks them something.

Compiling takes a tenth of a millisecond each, a run imports hundreds, and most of them only serve notes with
something odd in them. Those that every run needs say `re.compile`.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, Generic, cast


class _Lazy(Generic[AnyStr]):
    """Stands for a compiled pattern; what was asked for once is an attribute of its own, as fast as the pattern's."""

    def __init__(self, source: AnyStr, flags: int) -> None:
        self._source: AnyStr = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._source, self._flags), name)
        self.__dict__[name] = found
        return found


def lazy_pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` does, but for the time: the pattern is compiled on first use.

    Its methods and attributes are those of a pattern; `re`'s own functions do not take it for one. An error in
    `source` is raised on first use.
    """
    return cast("re.Pattern[AnyStr]", _Lazy(source, flags))
