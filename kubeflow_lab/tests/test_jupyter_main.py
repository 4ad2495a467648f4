"""The entry point of the notebook image."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from kubeflow_lab.jupyter_main import access_arguments, copy_missing, lab_arguments, overridden

POD = {
    "NB_PREFIX": "/notebook/alice/lab",
    "KUBEFLOW_LAB_URL": "http://127.0.0.1:9",
    "KUBEFLOW_LAB_IDENTITY": "required",
}


def test_examples_are_copied_where_they_are_missing_and_never_over_what_is_there(tmp_path):
    source, target = tmp_path / "source", tmp_path / "home" / "examples"
    (source / "data").mkdir(parents=True)
    (source / "one.ipynb").write_text("one")
    (source / "data" / "two.csv").write_text("two")
    copy_missing(source, target)
    (target / "one.ipynb").write_text("changed")
    (target / "data" / "two.csv").unlink()
    copy_missing(source, target)
    found = {str(path.relative_to(target)): path.read_text() for path in target.rglob("*") if path.is_file()}
    assert found == {"one.ipynb": "changed", "data/two.csv": "two"}


def test_an_image_without_examples_makes_no_folder(tmp_path):
    copy_missing(tmp_path / "missing", tmp_path / "examples")
    assert list(tmp_path.iterdir()) == []


def test_keeps_upstreams_contract_without_the_switch(tmp_path):
    found = lab_arguments({"NB_PREFIX": "/notebook/alice/lab"}, tmp_path)
    assert "--ServerApp.base_url=/notebook/alice/lab/" in found
    assert "--IdentityProvider.token=" in found
    assert "--ServerApp.allow_origin=*" in found
    assert "--ServerApp.base_url=/" in lab_arguments({}, tmp_path)


def test_with_the_switch_only_the_platform_lets_people_in():
    found = access_arguments(POD)
    assert "--ServerApp.identity_provider_class=kubeflow_lab.identity.KubeflowLabIdentityProvider" in found
    assert not any("token" in one or "allow_origin" in one for one in found)


@pytest.mark.parametrize(
    "change", [{"NB_PREFIX": ""}, {"KUBEFLOW_LAB_URL": ""}, {"KUBEFLOW_LAB_IDENTITY": "Required"}, {"NB_PREFIX": "/x"}]
)
def test_a_switch_that_cannot_be_kept_stops_the_start(change):
    with pytest.raises(SystemExit, match="KUBEFLOW_LAB_IDENTITY"):
        access_arguments({**POD, **change})


def test_given_arguments_take_the_place_of_ours():
    assert overridden(["--a=1", "--b=2"], ["--b=3", "--debug"]) == ["--a=1", "--b=3", "--debug"]


def status_of(url):
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def test_starts_jupyterlab_below_the_prefix(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    (tmp_path / "examples").mkdir()
    (tmp_path / "examples" / "one.ipynb").write_text("{}")
    environment = {
        **os.environ,
        **POD,
        "HOME": str(tmp_path / "home"),
        "KUBEFLOW_LAB_EXAMPLES": str(tmp_path / "examples"),
    }
    arguments = [f"--ServerApp.port={port}", "--ServerApp.ip=127.0.0.1", "--ServerApp.allow_root=True"]
    command = [sys.executable, "-m", "kubeflow_lab.jupyter_main", *arguments]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        address = f"http://127.0.0.1:{port}/notebook/alice/lab"
        deadline = time.monotonic() + 60
        while (status := status_of(f"{address}/api")) == 0 and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.1)
        statuses = (status, status_of(f"{address}/lab"), status_of(f"{address}/api/contents?token=x"))
        process.send_signal(signal.SIGTERM)
        log = process.communicate(timeout=30)[1]
    assert statuses == (200, 403, 403), log
    assert (tmp_path / "home" / "examples" / "one.ipynb").exists()
