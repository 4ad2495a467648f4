"""Which kubeflow-lab server this process talks to, as whom, and in which project.

In a notebook pod the environment says it (`KUBEFLOW_LAB_URL`, `KUBEFLOW_LAB_TOKEN_FILE`, `NB_PREFIX`); on a
laptop the variables `KUBEFLOW_LAB_URL`, `KUBEFLOW_LAB_TOKEN`, `KUBEFLOW_LAB_NAMESPACE` or the file
`~/.config/kubeflow-lab/config.json` with `{url, namespace, token}`. Address and token always come from the
same source, so a token is never sent to an address that it was not written down with.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kubeflow_lab.errors import NotConfiguredError

HOW_TO = (
    "Set KUBEFLOW_LAB_URL, KUBEFLOW_LAB_NAMESPACE and KUBEFLOW_LAB_TOKEN, or write "
    '{"url": "…", "namespace": "…", "token": "…"} to ~/.config/kubeflow-lab/config.json.'
)
_POD_NAMESPACE = Path("/var/run/secrets/kubernetes.io/serviceaccount/namespace")


@dataclass(frozen=True)
class Configuration:
    """Where the server is. The token stays out of the representation, so that no log shows it."""

    url: str
    namespace: str | None
    token_file: Path | None = None
    token_text: str | None = field(default=None, repr=False)

    def token(self) -> str:
        """The bearer token. It is read anew each time, because the one in a pod is exchanged every hour."""
        if self.token_file is None:
            return (self.token_text or "").strip()
        try:
            token = self.token_file.read_text("utf-8").strip()
        except OSError as error:
            reason = error.strerror or "it cannot be read"
            raise NotConfiguredError(f"The token file {self.token_file} cannot be used ({reason}). {HOW_TO}") from error
        if not token:
            raise NotConfiguredError(f"The token file {self.token_file} is empty. {HOW_TO}")
        return token

    def require_namespace(self) -> str:
        """The project to work in. Raises NotConfiguredError where none is known."""
        if not self.namespace:
            raise NotConfiguredError(f"No project is chosen. {HOW_TO}")
        return self.namespace


def load(environment: Mapping[str, str] | None = None) -> Configuration:
    """The configuration of this process. Raises NotConfiguredError, with what to do, where there is none."""
    environment = os.environ if environment is None else environment
    if environment.get("KUBEFLOW_LAB_URL"):
        return _from_environment(environment)
    path = config_file(environment)
    if path.is_file():
        return _from_file(path, environment)
    raise NotConfiguredError(f"No kubeflow-lab server is configured. {HOW_TO}")


def config_file(environment: Mapping[str, str]) -> Path:
    """Where a laptop keeps its configuration."""
    return Path(environment.get("HOME") or Path.home()) / ".config" / "kubeflow-lab" / "config.json"


def notebook_of(environment: Mapping[str, str]) -> tuple[str, str] | None:
    """Namespace and name of the notebook server that this process belongs to, by its NB_PREFIX."""
    match = re.fullmatch(r"/notebook/([a-z0-9-]+)/([a-z0-9.-]+)/?", environment.get("NB_PREFIX", ""))
    return (match[1], match[2]) if match else None


def _from_environment(environment: Mapping[str, str]) -> Configuration:
    token_file = environment.get("KUBEFLOW_LAB_TOKEN_FILE")
    token = environment.get("KUBEFLOW_LAB_TOKEN")
    if not token_file and not token:
        raise NotConfiguredError(
            f"KUBEFLOW_LAB_URL is set, but no KUBEFLOW_LAB_TOKEN or KUBEFLOW_LAB_TOKEN_FILE. {HOW_TO}"
        )
    return Configuration(
        url=_checked_url(environment["KUBEFLOW_LAB_URL"], "KUBEFLOW_LAB_URL"),
        namespace=_namespace(environment, None),
        token_file=Path(token_file) if token_file else None,
        token_text=token,
    )


def _from_file(path: Path, environment: Mapping[str, str]) -> Configuration:
    try:
        content: Any = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise NotConfiguredError(f"{path} cannot be read as JSON: {error}. {HOW_TO}") from error
    if not isinstance(content, dict):
        raise NotConfiguredError(f"{path} holds no JSON object. {HOW_TO}")
    url, token, namespace = (content.get(key) for key in ("url", "token", "namespace"))
    if not isinstance(url, str) or not isinstance(token, str) or not token.strip():
        raise NotConfiguredError(f"{path} lacks url or token. {HOW_TO}")
    return Configuration(
        url=_checked_url(url, str(path)),
        namespace=_namespace(environment, namespace if isinstance(namespace, str) else None),
        token_text=token,
    )


def _checked_url(url: str, source: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or parts.query:
        raise NotConfiguredError(f"The address in {source} is not like https://host[:port]. {HOW_TO}")
    return url.rstrip("/")


def _namespace(environment: Mapping[str, str], configured: str | None) -> str | None:
    notebook = notebook_of(environment)
    chosen = environment.get("KUBEFLOW_LAB_NAMESPACE") or configured or (notebook[0] if notebook else None)
    if chosen is None and _POD_NAMESPACE.is_file():
        return _POD_NAMESPACE.read_text("utf-8").strip()
    return chosen
