"""Fixtures that several test files share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kubeflow_lab.tests.platform_double import PlatformDouble

pytest_plugins = ["pytest_jupyter.jupyter_server"]

VARIABLES = (
    "KUBEFLOW_LAB_URL",
    "KUBEFLOW_LAB_TOKEN",
    "KUBEFLOW_LAB_TOKEN_FILE",
    "KUBEFLOW_LAB_NAMESPACE",
    "KUBEFLOW_LAB_IDENTITY",
    "NB_PREFIX",
)


@pytest.fixture(autouse=True)
def no_configuration(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees the configuration of the person who runs it."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


@pytest.fixture
def platform() -> Iterator[PlatformDouble]:
    double = PlatformDouble()
    yield double
    double.close()


@pytest.fixture
def connected(platform: PlatformDouble, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> PlatformDouble:
    """This process is configured as in a pod: an address, a token in a file, the name of the notebook."""
    (tmp_path / "token").write_text("platform-token\n")
    monkeypatch.setenv("KUBEFLOW_LAB_URL", platform.url)
    monkeypatch.setenv("KUBEFLOW_LAB_TOKEN_FILE", str(tmp_path / "token"))
    monkeypatch.setenv("NB_PREFIX", "/notebook/alice/lab")
    return platform
