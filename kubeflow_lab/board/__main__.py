"""`python -m kubeflow_lab.board --logdir …`: TensorBoard with its own options, which answers only the gateway.

`KUBEFLOW_LAB_URL` is where the platform's keys are, `KUBEFLOW_LAB_AUDIENCE` what its tokens for this TensorBoard name.
"""

from __future__ import annotations

import os
from typing import Any

import jwt
from absl import app
from tensorboard import default, main_lib, program
from tensorboard.plugins.core.core_plugin import DEFAULT_PORT

from kubeflow_lab.board.guard import Guard

KEY_LIFE_SECONDS = 600
TIMEOUT_SECONDS = 5


class GuardedServer(program.WerkzeugServer):
    """TensorBoard's server, behind the guard."""

    def __init__(self, wsgi_app: Any, flags: Any) -> None:
        url = f"{os.environ['KUBEFLOW_LAB_URL'].rstrip('/')}/.well-known/jwks.json"
        # By default TensorBoard looks for a port that is free; a pod has one that its Service knows.
        flags.port = DEFAULT_PORT if flags.port is None else flags.port
        keys = jwt.PyJWKClient(url, lifespan=KEY_LIFE_SECONDS, timeout=TIMEOUT_SECONDS)
        super().__init__(Guard(wsgi_app, keys, os.environ["KUBEFLOW_LAB_AUDIENCE"]), flags)


def main() -> None:
    """Serves until it is told to end."""
    # Its stand-in for TensorFlow's file system knows S3's own address only by this name.
    if endpoint := os.environ.get("AWS_ENDPOINT_URL"):
        os.environ.setdefault("S3_ENDPOINT", endpoint)
    main_lib.global_init()
    board = program.TensorBoard(default.get_plugins(), server_class=GuardedServer)
    app.run(board.main, flags_parser=board.configure)


if __name__ == "__main__":
    main()
