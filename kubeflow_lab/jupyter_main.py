"""The entry point of the notebook image: `kubeflow-lab-jupyter`, or `python -m kubeflow_lab.jupyter_main`.

Keeps the contract of Kubeflow's notebook images: HTTP on 8888 below `NB_PREFIX`, the home folder as root, no
token and no password, because whoever stands before the pod authenticates. With
`KUBEFLOW_LAB_IDENTITY=required` the pod trusts nobody by address, and asks for a signed identity.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

from kubeflow_lab.configuration import notebook_of

EXAMPLES = "/opt/kubeflow-lab/examples"


def main() -> None:
    """Prepares the home folder and becomes `jupyter lab`; arguments are passed on to it."""
    home = Path(os.environ.setdefault("HOME", "/home/jovyan"))
    examples = Path(os.environ.get("KUBEFLOW_LAB_EXAMPLES", EXAMPLES))
    try:
        copy_missing(examples, home / "examples")
    except OSError as error:
        # A full or read-only volume is no reason to keep a person from their notebooks.
        print(f"The examples were not copied to {home / 'examples'}: {error}.", file=sys.stderr)
    if Path("/bin/bash").exists():
        os.environ.setdefault("SHELL", "/bin/bash")
    arguments = overridden(lab_arguments(os.environ, home), sys.argv[1:])
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "jupyterlab", *arguments])  # noqa: S606


def copy_missing(source: Path, target: Path) -> None:
    """Copies what is in `source` and not yet in `target`; what a person changed stays as it is."""
    for path in sorted(source.rglob("*")) if source.is_dir() else ():
        copy = target / path.relative_to(source)
        if path.is_dir():
            copy.mkdir(parents=True, exist_ok=True)
        elif not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            # Under another name first: a start that is interrupted leaves no half a notebook behind.
            part = copy.with_name(f".{copy.name}.part")
            shutil.copyfile(path, part)
            part.replace(copy)


def overridden(arguments: list[str], given: list[str]) -> list[str]:
    """`arguments` of the form `--option=value`, without those that `given` sets too, then `given`."""
    options = {argument.partition("=")[0] for argument in given}
    return [*(argument for argument in arguments if argument.partition("=")[0] not in options), *given]


def lab_arguments(environment: Mapping[str, str], home: Path) -> list[str]:
    """The arguments of `jupyter lab`. Raises SystemExit where identity is required and cannot be verified."""
    prefix = environment.get("NB_PREFIX", "").rstrip("/")
    return [
        "--ServerApp.ip=0.0.0.0",
        "--ServerApp.port=8888",
        "--ServerApp.port_retries=0",
        "--ServerApp.open_browser=False",
        f"--ServerApp.base_url={prefix}/",
        f"--ServerApp.root_dir={home}",
        "--ServerApp.allow_remote_access=True",
        "--ServerApp.terminals_enabled=True",
        # Stop is a button of the platform; here the pod would only start again.
        "--ServerApp.quit_button=False",
        # A closed network has no news, no newer version and no catalogue of extensions to offer.
        f"--LabApp.app_settings_dir={Path(__file__).parent / 'image_settings'}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        *access_arguments(environment),
    ]


def access_arguments(environment: Mapping[str, str]) -> list[str]:
    """Who may come in: with `KUBEFLOW_LAB_IDENTITY=required` the platform's users, else upstream's contract."""
    switch = environment.get("KUBEFLOW_LAB_IDENTITY", "")
    if switch == "required":
        if notebook_of(environment) is None or not environment.get("KUBEFLOW_LAB_URL"):
            raise SystemExit(
                "KUBEFLOW_LAB_IDENTITY=required needs NB_PREFIX (/notebook/<namespace>/<name>) and "
                "KUBEFLOW_LAB_URL, to know whom this notebook server belongs to and who signs identities."
            )
        return [
            "--ServerApp.identity_provider_class=kubeflow_lab.identity.KubeflowLabIdentityProvider",
            "--ServerApp.allow_unauthenticated_access=False",
        ]
    if switch:
        raise SystemExit(f"KUBEFLOW_LAB_IDENTITY is {switch!r}; it can be `required` or not set.")
    return [
        "--IdentityProvider.token=",
        "--PasswordIdentityProvider.hashed_password=",
        "--PasswordIdentityProvider.password_required=False",
        "--ServerApp.allow_origin=*",
    ]


if __name__ == "__main__":
    main()
