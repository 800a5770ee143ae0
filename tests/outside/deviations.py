"""Observed cases from which vaultkit departs on purpose: case id -> the reason. Aim: an empty table."""

from __future__ import annotations

DEVIATIONS: dict[str, str] = {}
