"""The errors that reach a person: one sentence that says what happened, to which object, and what to do."""

from __future__ import annotations

import json
from typing import Any


class KubeflowLabError(Exception):
    """Something that a person can act on; its text is a sentence. A notebook shows it without a traceback.

    `status` is the HTTP status of a problem that the server answered, 0 where none answered, and `kind` its type.
    `fields` are the problems of single fields, as `{path, message}`, `diagnostics` those of a notebook, as the compiler
    has them.
    """

    def __init__(
        self,
        sentence: str,
        *,
        status: int = 0,
        kind: str = "about:blank",
        fields: list[dict[str, str]] | None = None,
        diagnostics: list[dict[str, Any]] | None = None,
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.kind = kind
        self.fields = fields or []
        self.diagnostics = diagnostics or []

    def __str__(self) -> str:
        sentence = super().__str__()
        said = [field.get("path", "") for field in self.fields if field.get("message") == sentence]
        details = [
            f"  {field.get('path', '')}: {field.get('message', '')}"
            for field in self.fields
            if field.get("message") != sentence
        ]
        return "\n".join([_naming(said, sentence), *details])

    def _render_traceback_(self) -> list[str]:
        """What IPython shows in place of a traceback."""
        return str(self).splitlines()


def _naming(paths: list[str], sentence: str) -> str:
    """The sentence about a field, behind the name of the field where it does not say it."""
    (path,) = paths[:1] or [""]
    return sentence if path.lower() in sentence.lower() else f"{path}: {sentence}"


class NotConfiguredError(KubeflowLabError):
    """No kubeflow-lab server is known here."""


class ConnectionFailedError(KubeflowLabError):
    """The server cannot be reached; trying again may help."""


class JobFailedError(KubeflowLabError):
    """A training job that was waited for did not succeed."""


def problem_error(status: int, content: bytes) -> KubeflowLabError:
    """The error that an answer of the server describes: problem details (RFC 9457), or whatever else came."""
    problem = _object(content)
    sentence = problem.get("detail") or problem.get("title")
    if not isinstance(sentence, str) or not sentence:
        sentence = f"The kubeflow-lab server answered {status} without saying why."
    return KubeflowLabError(
        sentence,
        status=status,
        kind=str(problem.get("type", "about:blank")),
        fields=_objects(problem.get("errors")),
        diagnostics=_objects(problem.get("diagnostics")),
    )


def _objects(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _object(content: bytes) -> dict[str, Any]:
    try:
        value = json.loads(content)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}
