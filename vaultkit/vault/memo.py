"""What is worked out of a vault once, on first use, and forgotten together with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from vaultkit.vault.vault import Vault

T = TypeVar("T")


class PerVault(Generic[T]):
    """A memo of what `make` returns for each vault. A vault never changes, so this is no state.

    It is kept with the vault: what is worked out of a vault refers to it, so that a table here, weak or not, would
    keep every vault that was ever asked about.
    """

    def __init__(self, make: Callable[[Vault], T]) -> None:
        self._make = make

    def of(self, vault: Vault) -> T:
        """Return what is known of `vault`, working it out if nobody has asked yet."""
        made = self.known(vault)
        if made is None:
            made = vault.memos[self] = self._make(vault)
        return made

    def known(self, vault: Vault) -> T | None:
        """Return what is known of `vault`, or None where nobody has asked yet."""
        made: T | None = vault.memos.get(self)
        return made

    def take(self, vault: Vault) -> T | None:
        """Return the same and forget it: `vault` is not asked again."""
        made: T | None = vault.memos.pop(self, None)
        return made

    def hand_on(self, vault: Vault, value: T) -> None:
        """Let `value` be what is known of `vault`."""
        vault.memos[self] = value
