"""Fixtures that several test files share."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kubeflow_lab.tests.kernel import Kernel, running_kernel
from kubeflow_lab.tests.platform_double import IMAGE, JOBS, Answer, PlatformDouble, job_item

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


@pytest.fixture(scope="session")
def double() -> Iterator[PlatformDouble]:
    """The platform that the kernel of all tests talks to."""
    found = PlatformDouble()
    yield found
    found.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the kernel's notebook, which has one tagged cell and a module."""
    path = tmp_path_factory.mktemp("notebooks")
    cells = [
        {"cell_type": "code", "id": "setup", "metadata": {"tags": ["imports"]}, "source": "import helper"},
        {"cell_type": "code", "id": "cell-1", "metadata": {}, "source": "as saved before"},
    ]
    (path / "train.ipynb").write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    (path / "helper.py").write_text("rate = 1")
    return path


@pytest.fixture(scope="session")
def kernel(double: PlatformDouble, folder: Path) -> Iterator[Kernel]:
    """A kernel as JupyterLab starts it for that notebook."""
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder.parent),
        "KUBEFLOW_LAB_URL": double.url,
        "KUBEFLOW_LAB_TOKEN": "kernel-token",
        "KUBEFLOW_LAB_NAMESPACE": "alice",
        "JPY_SESSION_NAME": str(folder / "train.ipynb"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    with running_kernel(environment, str(folder)) as found:
        loaded = "kubeflow_lab" in found.execute("print(*get_ipython().extension_manager.loaded)").stdout
        assert loaded, f"{sys.prefix} does not load the magics in its kernels"
        yield found


@pytest.fixture
def routes(double: PlatformDouble) -> None:
    """A platform where nothing is wrong; each test changes what it is about."""
    double.requests.clear()
    double.routes.clear()
    double.routes[("GET", "/api/settings")] = Answer(200, {"images": {"tensorflow": [IMAGE, "other:1"]}})
    double.routes[("POST", JOBS)] = lambda request: Answer(201, job_item(request.json()["name"], "Pending"))
