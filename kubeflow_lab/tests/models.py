"""Served models as the server answers them."""

from __future__ import annotations

from typing import Any

MODELS = "/api/namespaces/alice/inferenceservices"


def model_item(name: str = "digits", version: str = "1", rollout: str = "Complete", **summary: Any) -> dict[str, Any]:
    """An item for a model of scikit-learn in the project alice."""
    return {
        "object": {
            "apiVersion": "serving.kserve.io/v1beta1",
            "kind": "InferenceService",
            "metadata": {"name": name, "namespace": "alice", "uid": f"uid-{name}"},
            "spec": {},
        },
        "summary": {
            "phase": "Running",
            "message": f"Serving version {version}.",
            "reason": "",
            "since": None,
            "url": None,
            "model": {
                "format": "sklearn",
                "version": "1",
                "storageUri": f"s3://alice/models/{name}/{version}",
                "runtime": None,
            },
            "replicas": {"ready": 1, "desired": 1},
            "version": version,
            "rollout": rollout,
            "sample": None,
            **summary,
        },
    }
