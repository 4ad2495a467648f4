"""`python -m kubeflow_lab.suggestion.generate` writes `api_pb2.py` from `api.proto`; needs grpcio-tools."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PROTO = "kubeflow_lab/suggestion/api.proto"


def generate(output: Path) -> None:
    """Writes `kubeflow_lab/suggestion/api_pb2.py` below `output`."""
    from grpc_tools import protoc

    code = protoc.main(["protoc", f"--proto_path={ROOT}", f"--python_out={output}", PROTO])
    if code != 0:
        raise SystemExit(code)


if __name__ == "__main__":
    generate(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
