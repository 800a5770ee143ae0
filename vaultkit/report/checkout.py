"""Where the vault lies in a repository that a build server checks out.

Services that show findings beside files want paths from the repository's root. They say where that is in
the environment; elsewhere paths stay those of the vault.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

VARIABLES = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")
"""Set by GitHub Actions (and Gitea, Forgejo) and by GitLab CI to the folder of the checkout."""


def checkout_prefix(root: Path, environment: Mapping[str, str] = os.environ) -> str:
    """Return the vault's folder in the checkout with a final `/`; empty where they are one, or without one."""
    for variable in VARIABLES:
        if not environment.get(variable):
            continue
        relative = _relative(os.path.realpath(root), os.path.realpath(environment[variable]))
        if relative:
            return relative + "/"
    return ""


def _relative(inner: str, outer: str) -> str:
    """Return the path from `outer` down to `inner` with `/`; empty if it does not lead down."""
    try:
        relative = os.path.relpath(inner, outer).replace(os.sep, "/")
    except ValueError:  # two drives of Windows
        return ""
    return "" if relative == "." or relative.split("/")[0] == ".." else relative
