"""What identifies a finding from run to run: in GitLab's report, in SARIF and in the baseline."""

from __future__ import annotations

from vaultkit.hashing import blake2b
from vaultkit.model.diagnostic import Diagnostic


def fingerprint(finding: Diagnostic) -> str:
    """Return what identifies a finding while text moves around it: rule, note, target and ordinal, no line."""
    key = "\0".join((finding.code, finding.path, finding.target or "", str(finding.ordinal)))
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
