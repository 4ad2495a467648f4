"""Where the configuration comes from, and what is said where there is none."""

from __future__ import annotations

import json

import pytest

from kubeflow_lab import configuration
from kubeflow_lab.errors import NotConfiguredError


def write_config(home, content):
    path = home / ".config" / "kubeflow-lab" / "config.json"
    path.parent.mkdir(parents=True)
    path.write_text(content if isinstance(content, str) else json.dumps(content))


def test_in_a_pod_the_environment_says_it_and_the_token_is_read_each_time(tmp_path):
    token = tmp_path / "token"
    token.write_text("one\n")
    found = configuration.load(
        {
            "KUBEFLOW_LAB_URL": "http://server.kubeflow-lab.svc/",
            "KUBEFLOW_LAB_TOKEN_FILE": str(token),
            "NB_PREFIX": "/notebook/alice/lab",
        }
    )
    assert (found.url, found.namespace, found.token()) == ("http://server.kubeflow-lab.svc", "alice", "one")
    token.write_text("two")
    assert found.token() == "two"
    for spoil in (lambda: token.write_text(" "), token.unlink):
        spoil()
        with pytest.raises(NotConfiguredError, match="token file"):
            found.token()


def test_on_a_laptop_the_file_says_it(tmp_path):
    write_config(tmp_path, {"url": "https://lab.example:8443", "namespace": "alice", "token": "secret-token"})
    found = configuration.load({"HOME": str(tmp_path)})
    assert (found.url, found.namespace, found.token()) == ("https://lab.example:8443", "alice", "secret-token")
    assert "secret-token" not in repr(found)
    assert configuration.load({"HOME": str(tmp_path), "KUBEFLOW_LAB_NAMESPACE": "bob"}).namespace == "bob"


def test_the_token_in_the_file_is_not_sent_to_the_address_in_the_environment(tmp_path):
    write_config(tmp_path, {"url": "https://lab.example", "token": "secret-token"})
    with pytest.raises(NotConfiguredError, match="KUBEFLOW_LAB_TOKEN"):
        configuration.load({"HOME": str(tmp_path), "KUBEFLOW_LAB_URL": "https://other.example"})


@pytest.mark.parametrize(
    "content", ["", "{", "[]", {}, {"url": "https://a"}, {"url": 1, "token": "x"}, {"url": "https://a", "token": " "}]
)
def test_a_file_that_says_nothing_useful(tmp_path, content):
    write_config(tmp_path, content)
    with pytest.raises(NotConfiguredError, match=r"config\.json"):
        configuration.load({"HOME": str(tmp_path)})


@pytest.mark.parametrize("url", ["lab.example", "ftp://a", "http://", "https://user:pass@a", "https://a/?x=1"])
def test_an_address_that_is_none(url):
    with pytest.raises(NotConfiguredError, match="KUBEFLOW_LAB_URL"):
        configuration.load({"KUBEFLOW_LAB_URL": url, "KUBEFLOW_LAB_TOKEN": "x"})


def test_nothing_at_all_says_what_to_do(tmp_path):
    with pytest.raises(NotConfiguredError, match=r"KUBEFLOW_LAB_URL.*config\.json"):
        configuration.load({"HOME": str(tmp_path)})


def test_without_a_project_calls_are_refused():
    found = configuration.load({"KUBEFLOW_LAB_URL": "http://a", "KUBEFLOW_LAB_TOKEN": "x"})
    with pytest.raises(NotConfiguredError, match="No project"):
        found.require_namespace()


@pytest.mark.parametrize(
    ("prefix", "notebook"),
    [
        ("/notebook/alice/lab", ("alice", "lab")),
        ("/notebook/alice/lab/", ("alice", "lab")),
        ("/notebook/alice", None),
        ("/notebook/alice/lab/more", None),
        ("/x/notebook/alice/lab", None),
        ("", None),
    ],
)
def test_the_prefix_names_the_notebook(prefix, notebook):
    assert configuration.notebook_of({"NB_PREFIX": prefix}) == notebook
