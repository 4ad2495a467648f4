"""`python -m kubeflow_lab.runtime serve`: fresh processes for steps, without the wait for an interpreter to start.

This process has imported what every step needs and has run nothing of a person's. For each line of JSON on its standard
input, `{"root": folder, "log": file}`, it forks one that runs the step below `root` (see `kubeflow_lab.runtime.step`;
an error goes to `<root>/termination.json`), with its output going to `log`. Each step's end is a line
`{"root": …, "exitCode": …}` on standard output. It ends when its input does, after its steps; SIGTERM ends both.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import sys
import traceback
from pathlib import Path

# What a step imports before its cells: warm when the process forks.
from kubeflow_lab.runtime import shell, step, step_run

WARM = (shell, step_run)


def main() -> int:
    """Serves until the standard input ends."""
    server = StepServer()
    return server.serve()


class StepServer:
    """Forks, waits and reports; one thread, so that forking is safe."""

    def __init__(self) -> None:
        self._running: dict[int, str] = {}
        self._pending = b""
        self._wake, self._woken = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(self._woken, False)

    def serve(self) -> int:
        """Answers the exit code of the server itself."""
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, self._stop)
        signal.set_wakeup_fd(self._woken)
        is_open = True
        with selectors.DefaultSelector() as selector:
            selector.register(0, selectors.EVENT_READ)
            selector.register(self._wake, selectors.EVENT_READ)
            while is_open or self._running:
                for key, _ in selector.select():
                    if key.fd == 0:
                        is_open = self._take_lines()
                        if not is_open:
                            selector.unregister(0)
                    else:
                        with contextlib.suppress(BlockingIOError):
                            os.read(self._wake, 4096)
                self._collect()
        return 0

    def _stop(self, *_: object) -> None:
        """Ends all steps, with what they have started."""
        for child in self._running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(child, signal.SIGKILL)
        os._exit(143)

    def _take_lines(self) -> bool:
        """Starts what the lines ask for; false at the end of the input."""
        content = os.read(0, 65536)
        *lines, self._pending = (self._pending + content).split(b"\n")
        for line in lines:
            request = json.loads(line)
            self._running[self._fork(Path(request["root"]), Path(request["log"]))] = request["root"]
        return bool(content)

    def _fork(self, root: Path, log: Path) -> int:
        child = os.fork()
        if child:
            # Here too, so that there is no moment at which it could not be ended; it may have done it already.
            with contextlib.suppress(OSError):
                os.setpgid(child, child)
            return child
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            # A group of its own, so that what the cells start can be ended with them.
            os.setpgid(0, 0)
            _redirect(log)
            code = step.run_step(root, root / "termination.json")
            sys.stdout.flush()
            sys.stderr.flush()
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)

    def _collect(self) -> None:
        while self._running:
            child, status = os.waitpid(-1, os.WNOHANG)
            if child == 0:
                return
            root = self._running.pop(child, None)
            if root is not None:
                line = json.dumps({"root": root, "pid": child, "exitCode": os.waitstatus_to_exitcode(status)})
                print(line, flush=True)


def _redirect(log: Path) -> None:
    """Standard output and error go to the file, line by line; there is no input."""
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for target in (1, 2):
        os.dup2(output, target)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
