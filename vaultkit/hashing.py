"""BLAKE2b, without the rest of `hashlib`.

`hashlib` loads OpenSSL for functions of which nearly no command needs any: a tenth of what a command takes to start.
Its `blake2b` is the one of this module of CPython's.
"""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # another Python keeps it elsewhere
    from hashlib import blake2b

__all__ = ["blake2b"]
