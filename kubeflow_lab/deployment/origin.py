"""Where a model comes from: its notebook, and the commit of git that the notebook's folder is at."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from kubeflow_lab.commit import commit_of
from kubeflow_lab.pipeline.source import path_in_home
from kubeflow_lab.travel import notebook_path


def origin() -> dict[str, Any]:
    """`{notebook, commit, changed}`, each null where nobody knows; `changed`: files differ from the commit."""
    path = notebook_path(os.environ)
    return {"notebook": path_in_home(path) if path else None, **commit_of(path.parent if path else Path.cwd())}
