"""A real kernel, spoken to as JupyterLab and nbconvert speak to it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager

from kubeflow_lab.save import TARGET

# Seconds. The first completion loads much of jedi, which takes long on a busy machine.
PATIENCE = 90


@dataclass
class Result:
    """What a cell answered and showed."""

    reply: dict[str, Any] = field(default_factory=dict)
    stdout: str = ""
    shown: list[dict[str, Any]] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    error: str = ""
    save_requests: list[str] = field(default_factory=list)

    @property
    def is_ok(self) -> bool:
        return self.reply["status"] == "ok"

    def take(self, kind: str, content: dict[str, Any]) -> None:
        """One message of the channel that everybody hears."""
        if kind == "stream" and content["name"] == "stdout":
            self.stdout += content["text"]
        elif kind in ("display_data", "execute_result"):
            self.shown.append(content["data"])
        elif kind == "update_display_data":
            self.updates.append(content["data"])
        elif kind == "error":
            self.error = "\n".join(content["traceback"])
        elif kind == "comm_open" and content["target_name"] == TARGET:
            self.save_requests.append(content["data"]["path"])


def write_again(path: Path, content: bytes | None = None) -> None:
    """Saves as Jupyter's contents manager does: a new file takes the place of the old one."""
    part = path.with_suffix(".part")
    part.write_bytes(path.read_bytes() if content is None else content)
    part.replace(path)


class Kernel:
    """Executes cells one after the other."""

    def __init__(self, manager: KernelManager) -> None:
        self.manager = manager
        # What the front end does when it is asked to save a notebook.
        self.save: Callable[[Path], None] = write_again
        self.client = manager.client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=60)

    def start(self, code: str, cell_id: str | None = "cell-1") -> str:
        """Sends a cell and answers the message's id; without `cell_id` as a program does that only executes."""
        content = {"code": code, "silent": False, "store_history": True, "allow_stdin": False, "stop_on_error": True}
        message = self.client.session.msg("execute_request", content)
        if cell_id is not None:
            message["metadata"] = {"cellId": cell_id}
        self.client.shell_channel.send(message)
        return message["header"]["msg_id"]

    def finish(self, message_id: str, timeout: float = PATIENCE) -> Result:
        """What came of it."""
        result, deadline = Result(), time.monotonic() + timeout
        while True:
            message = self.client.get_iopub_msg(timeout=deadline - time.monotonic())
            if message["parent_header"].get("msg_id") != message_id:
                continue
            kind, content = message["msg_type"], message["content"]
            result.take(kind, content)
            if kind == "comm_open" and content["target_name"] == TARGET:
                self.save(Path(content["data"]["path"]))
            elif kind == "status" and content["execution_state"] == "idle":
                break
        while True:
            reply = self.client.get_shell_msg(timeout=max(0.1, deadline - time.monotonic()))
            if reply["parent_header"].get("msg_id") == message_id:
                result.reply = reply["content"]
                return result

    def execute(self, code: str, cell_id: str | None = "cell-1") -> Result:
        return self.finish(self.start(code, cell_id))

    def complete(self, code: str) -> list[str]:
        message_id = self.client.complete(code, len(code))
        while True:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == message_id:
                return reply["content"]["matches"]


@contextmanager
def running_kernel(environment: dict[str, str], folder: str) -> Iterator[Kernel]:
    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(env=environment, cwd=folder)
    try:
        yield Kernel(manager)
    finally:
        manager.shutdown_kernel(now=True)
