"""What is worked out of a vault once, on first use, and forgotten together with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from vaultkit.vault.vault import Vault

T = TypeVar("T")


class PerVault(Generic[T]):
    """A memo of what `make` returns for each vault. A vault never changes, so this is no state."""

    def __init__(self, make: Callable[[Vault], T]) -> None:
        self._make = make
        self._made: WeakKeyDictionary[Vault, T] = WeakKeyDictionary()

    def of(self, vault: Vault) -> T:
        """Return what is known of `vault`, working it out if nobody has asked yet."""
        made = self._made.get(vault)
        if made is None:
            made = self._made[vault] = self._make(vault)
        return made

    def known(self, vault: Vault) -> T | None:
        """Return what is known of `vault`, or None where nobody has asked yet."""
        return self._made.get(vault)

    def take(self, vault: Vault) -> T | None:
        """Return the same and forget it: `vault` is not asked again."""
        return self._made.pop(vault, None)

    def hand_on(self, vault: Vault, value: T) -> None:
        """Let `value` be what is known of `vault`."""
        self._made[vault] = value
