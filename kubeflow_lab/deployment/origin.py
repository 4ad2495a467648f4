"""Where a model comes from: its notebook, and the commit of git that the notebook's folder is at."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from kubeflow_lab.pipeline.source import path_in_home
from kubeflow_lab.travel import notebook_path

GIT_SECONDS = 5


def origin() -> dict[str, Any]:
    """`{notebook, commit, changed}`, each null where nobody knows; `changed`: files differ from the commit."""
    path = notebook_path(os.environ)
    folder = path.parent if path else Path.cwd()
    commit = _git(folder, "rev-parse", "HEAD")
    state = _git(folder, "status", "--porcelain") if commit else None
    return {
        "notebook": path_in_home(path) if path else None,
        "commit": commit or None,
        "changed": None if state is None else state != "",
    }


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
