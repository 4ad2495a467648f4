"""`python -m serving --model_name NAME [--model_dir FOLDER] [--drain_seconds N] [options of KServe's server]`."""

from __future__ import annotations

import argparse
import logging
import warnings
from pathlib import Path

from kserve import ModelServer, model_server

from .drain import Drain
from .failure import fail
from .model import FolderModel


def main() -> None:
    """Loads the model and serves it until the process is told to end."""
    parser = argparse.ArgumentParser(parents=[model_server.parser])
    parser.add_argument("--model_dir", default="/mnt/models", type=Path, help="Where the model lies.")
    parser.add_argument("--drain_seconds", default=5, type=float, help="How long GET /drain takes.")
    options = parser.parse_args()
    model = FolderModel(options.model_name, options.model_dir)
    try:
        model.load()
    except Exception as error:
        fail(error)
    model_server.app.add_middleware(Drain, seconds=options.drain_seconds)
    server = ModelServer(enable_grpc=False, enable_latency_logging=False)
    quieten_logs()
    server.start([model])


def quieten_logs() -> None:
    """Keeps one line for each request, and none for the probes of the cluster."""
    # FastAPI tells KServe's authors what will change, at every first request.
    warnings.filterwarnings("ignore", module="fastapi")
    logging.getLogger("kserve.trace").setLevel(logging.WARNING)
    logging.getLogger("uvicorn.access").addFilter(lambda record: "/health/" not in record.getMessage())


if __name__ == "__main__":
    main()
