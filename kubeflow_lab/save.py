"""Asks the front end to save the notebook whose cell is running, before its file is read.

The kernel opens a comm with the target `kubeflow-lab.save` and the notebook's path; the front end that sent the
running cell saves that notebook, changed or not, and closes the comm. The answer is the file itself: while a cell
runs, a kernel takes no messages of a comm, but it sees the file change.
"""

from __future__ import annotations

import time
from pathlib import Path

TARGET = "kubeflow-lab.save"
PATIENCE_SECONDS = 5.0
LOOK_EVERY_SECONDS = 0.03

_Version = tuple[int, int, int]


def save_first(path: Path, *, patience: float = PATIENCE_SECONDS) -> bool:
    """Whether the front end saved `path`, asked now, within `patience` seconds.

    False where nobody answers: another front end than JupyterLab with our extension, a file that the person may not
    write, a dialog that waits for them. The file is then as it was saved before.
    """
    before = version_of(path)
    if before is None or not _ask(path):
        return False
    deadline = time.monotonic() + patience
    previous = before
    while time.monotonic() < deadline:
        time.sleep(LOOK_EVERY_SECONDS)
        now = version_of(path)
        # The same twice: a contents manager that does not replace files at once has finished writing.
        if now is not None and now != before and now == previous:
            return True
        previous = now
    return False


def save_soon(path: Path) -> None:
    """Asks the front end to save `path` when it has taken what the kernel sent so far; nobody waits for that."""
    _ask(path)


def version_of(path: Path) -> _Version | None:
    """What changes whenever a file is written or replaced; None where there is no file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _ask(path: Path) -> bool:
    """Sends the request; False in a process that is no kernel."""
    try:
        from ipykernel.kernelapp import IPKernelApp
    except ImportError:
        return False
    if not IPKernelApp.initialized():
        return False
    from comm import create_comm

    create_comm(target_name=TARGET, data={"path": str(path)})
    return True
