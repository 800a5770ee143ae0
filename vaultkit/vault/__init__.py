"""A vault: notes, files and settings as one immutable value, and where every link leads."""

from vaultkit.vault.vault import Vault

__all__ = ["Vault"]
