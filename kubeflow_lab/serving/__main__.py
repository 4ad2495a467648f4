"""`python -m serving --model_name NAME [--model_dir FOLDER] [--component KIND] [--drain_seconds N] …`."""

from __future__ import annotations

import argparse
import logging
import warnings
from pathlib import Path

from kserve import Model, ModelServer, model_server

from .component import Explainer, Transformer
from .drain import Drain
from .failure import fail
from .function import read_functions
from .model import FolderModel


def main() -> None:
    """Loads the model and serves it until the process is told to end."""
    parser = argparse.ArgumentParser(parents=[model_server.parser])
    parser.add_argument("--model_dir", default="/mnt/models", type=Path, help="Where the model lies.")
    parser.add_argument("--drain_seconds", default=5, type=float, help="How long GET /drain takes.")
    parser.add_argument("--component", choices=("transformer", "explainer"), help="What it is beside a model.")
    options = parser.parse_args()
    try:
        model = load(options)
    except Exception as error:
        fail(error)
    model_server.app.add_middleware(Drain, seconds=options.drain_seconds)
    # What stands beside a model speaks v1 alone, which has no gRPC.
    server = ModelServer(enable_grpc=options.component is None, enable_latency_logging=False)
    quieten_logs()
    server.start([model])


def load(options: argparse.Namespace) -> Model:
    """What is to be served. Raises ServingError with a sentence."""
    if options.component is None:
        model = FolderModel(options.model_name, options.model_dir)
        model.load()
        return model
    functions = read_functions(options.model_dir / "function.json", ("preprocess", "postprocess", "explain"))
    name, host = options.model_name, options.predictor_host
    if options.component == "transformer":
        return Transformer(name, host, functions.get("preprocess"), functions.get("postprocess"))
    return Explainer(name, host, functions["explain"])


def quieten_logs() -> None:
    """Keeps one line for each request, and none for the probes of the cluster."""
    # FastAPI tells KServe's authors what will change, at every first request.
    warnings.filterwarnings("ignore", module="fastapi")
    logging.getLogger("kserve.trace").setLevel(logging.WARNING)
    logging.getLogger("uvicorn.access").addFilter(lambda record: "/health/" not in record.getMessage())


if __name__ == "__main__":
    main()
