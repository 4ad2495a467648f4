"""A real kernel, spoken to as JupyterLab and nbconvert speak to it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from jupyter_client.manager import KernelManager


@dataclass
class Result:
    """What a cell answered and showed."""

    reply: dict[str, Any] = field(default_factory=dict)
    stdout: str = ""
    shown: list[dict[str, Any]] = field(default_factory=list)
    updates: list[dict[str, Any]] = field(default_factory=list)
    error: str = ""

    @property
    def is_ok(self) -> bool:
        return self.reply["status"] == "ok"


class Kernel:
    """Executes cells one after the other."""

    def __init__(self, manager: KernelManager) -> None:
        self.manager = manager
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

    def finish(self, message_id: str, timeout: float = 30) -> Result:
        """What came of it."""
        result, deadline = Result(), time.monotonic() + timeout
        while True:
            message = self.client.get_iopub_msg(timeout=deadline - time.monotonic())
            if message["parent_header"].get("msg_id") != message_id:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "stream" and content["name"] == "stdout":
                result.stdout += content["text"]
            elif kind in ("display_data", "execute_result"):
                result.shown.append(content["data"])
            elif kind == "update_display_data":
                result.updates.append(content["data"])
            elif kind == "error":
                result.error = "\n".join(content["traceback"])
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
            reply = self.client.get_shell_msg(timeout=20)
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
