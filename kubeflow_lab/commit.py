"""The commit of git that a folder is at."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

GIT_SECONDS = 5


def commit_of(folder: Path) -> dict[str, Any]:
    """`{commit, changed}`, each null where nobody knows; `changed`: files of the repository differ from the commit."""
    commit = _git(folder, "rev-parse", "HEAD")
    state = _git(folder, "status", "--porcelain") if commit else None
    return {"commit": commit or None, "changed": None if state is None else state != ""}


def _git(folder: Path, *arguments: str) -> str | None:
    """What git answers; None without git or a repository."""
    program = shutil.which("git")
    if program is None:
        return None
    try:
        done = subprocess.run(  # noqa: S603, the arguments are ours
            [program, "-C", str(folder), *arguments], capture_output=True, text=True, timeout=GIT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None
