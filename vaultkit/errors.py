"""Exceptions that vaultkit raises on purpose.

    VaultkitError            exit code 2: something the user can put right
    ├── UsageError           a wrong argument, an unknown rule, a path that is not there
    ├── ConfigError          the configuration cannot be read or names something unknown
    └── FixError             a fix could not be written (the file changed meanwhile, is not UTF-8, ...)

The content of a note never raises: whatever is wrong inside a vault becomes a problem of its note.
"""

from __future__ import annotations

from typing import ClassVar


class VaultkitError(Exception):
    """Base of all deliberate errors; its text is shown to the user as it stands.

    `hint`, when given, says what to do next and is printed on a line of its own.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(VaultkitError):
    """A wrong argument: a missing path, an unknown rule, an empty selection."""


class ConfigError(VaultkitError):
    """The configuration file cannot be read, or holds an unknown or ill-typed key."""


class FixError(VaultkitError):
    """A fix was refused because writing it could lose something."""
