"""`python -m kubeflow_lab.suggestion [ADDRESS]` serves suggestions, by default on localhost:6789."""

from __future__ import annotations

import logging
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import grpc
import optuna
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from kubeflow_lab.suggestion.service import SERVICE_NAME, SuggestionService, handler

DEFAULT_ADDRESS = "localhost:6789"
STOP_SECONDS = 5
# A request carries all trials of a search; 100,000 of them with ten parameters are about 50 MB.
MESSAGE_BYTES_MAX = 64 * 1024 * 1024


def serve(address: str) -> tuple[grpc.Server, int]:
    """A server that runs, and its port. Raises RuntimeError where the address is taken."""
    server = grpc.server(
        ThreadPoolExecutor(max_workers=4),
        options=[("grpc.max_receive_message_length", MESSAGE_BYTES_MAX), ("grpc.so_reuseport", 0)],
    )
    server.add_generic_rpc_handlers((handler(SuggestionService()),))
    states = health.HealthServicer()
    for name in ("", SERVICE_NAME):
        states.set(name, health_pb2.HealthCheckResponse.SERVING)
    health_pb2_grpc.add_HealthServicer_to_server(states, server)
    port = server.add_insecure_port(address)
    server.start()
    return server, port


def main(arguments: list[str]) -> int:
    """Serves until it is told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    address = arguments[0] if arguments else DEFAULT_ADDRESS
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    server, port = serve(address)
    logging.getLogger("kubeflow_lab.suggestion").info("Serving on port %d", port)
    stopping.wait()
    server.stop(STOP_SECONDS).wait()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
