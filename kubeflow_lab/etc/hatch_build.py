"""Puts the prebuilt JupyterLab extension into the wheel; npm builds it before, Python never runs npm."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCE = "kubeflow_lab/labextension"
TARGET = "share/jupyter/labextensions/kubeflow-lab"


class LabExtensionHook(BuildHookInterface):
    """Adds the built extension to the shared data of a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """`version` is `standard`, or `editable`: a development install, which may precede the npm build."""
        built = (Path(self.root) / SOURCE / "package.json").is_file()
        if not built and version != "editable":
            raise FileNotFoundError(
                f"The JupyterLab extension is not built: {SOURCE}/package.json is missing. "
                "Run `npm ci && npm run build:labextension` first, then build again."
            )
        if built and self.target_name == "wheel":
            build_data["shared_data"][SOURCE] = TARGET
            build_data["shared_data"]["kubeflow_lab/etc/install.json"] = f"{TARGET}/install.json"
