"""What the wheel carries, and what building it says where the extension is missing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import kubeflow_lab

ROOT = Path(kubeflow_lab.__file__).parent.parent


@pytest.fixture
def checkout(tmp_path):
    """A copy of what a wheel is built from."""
    for name in ("pyproject.toml", "LICENSE"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    for path in (ROOT / "kubeflow_lab").rglob("*"):
        if path.is_file() and path.suffix in (".py", ".json") and "labextension" not in path.parts:
            copy = tmp_path / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    return tmp_path


def build(folder):
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_the_version_is_that_of_the_extension():
    assert json.loads((ROOT / "package.json").read_text())["version"] == kubeflow_lab.__version__


def test_a_wheel_without_the_extension_is_not_built(checkout):
    found = build(checkout)
    assert found.returncode != 0
    assert "The JupyterLab extension is not built" in found.stderr
    assert not (checkout / "dist").exists() or list((checkout / "dist").iterdir()) == []


def test_the_wheel_carries_extension_server_configuration_and_magics(checkout):
    extension = checkout / "kubeflow_lab" / "labextension"
    (extension / "static").mkdir(parents=True)
    (extension / "package.json").write_text("{}")
    (extension / "static" / "remoteEntry.js").write_text("")
    (checkout / ".gitignore").write_text((ROOT / ".gitignore").read_text())
    found = build(checkout)
    assert found.returncode == 0, found.stderr
    (wheel,) = (checkout / "dist").glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    data = {name.partition(".data/data/")[2] for name in names if ".data/data/" in name}
    assert data == {
        "etc/ipython/ipython_kernel_config.py",
        "etc/jupyter/jupyter_server_config.d/kubeflow_lab.json",
        "share/jupyter/labextensions/kubeflow-lab/install.json",
        "share/jupyter/labextensions/kubeflow-lab/package.json",
        "share/jupyter/labextensions/kubeflow-lab/static/remoteEntry.js",
    }
    assert "kubeflow_lab/runtime/__main__.py" in names
    assert "kubeflow_lab/image_settings/page_config.json" in names
    assert [name for name in names if re.match(r"kubeflow_lab/(tests|etc|labextension)/", name)] == []
