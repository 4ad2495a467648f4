"""Which image steps run in when nobody names one."""

from __future__ import annotations

import os
from collections.abc import Mapping

from kubeflow_lab.client import Client
from kubeflow_lab.errors import KubeflowLabError

VARIABLE = "KUBEFLOW_LAB_IMAGE"


def own_image(environment: Mapping[str, str] | None = None) -> str | None:
    """The image of this notebook server, which has the packages that the kernel has; None outside one."""
    return (os.environ if environment is None else environment).get(VARIABLE) or None


def default_image(client: Client) -> str:
    """This notebook server's own image, else the platform's first one for notebooks."""
    image = own_image()
    if image:
        return image
    images = client.settings().get("images", {}).get("jupyter", [])
    if not images:
        raise KubeflowLabError("The platform offers no image for notebooks; name one with --image.")
    return images[0]
