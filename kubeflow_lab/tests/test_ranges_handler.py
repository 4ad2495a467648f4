"""The handler that tells what a notebook says of its search, in a real jupyter_server."""

from __future__ import annotations

import json

import pytest
from tornado.httpclient import HTTPClientError

from kubeflow_lab.tests.pipelines import notebook


@pytest.fixture
def jp_server_config():
    return {"ServerApp": {"jpserver_extensions": {"kubeflow_lab": True}}}


@pytest.fixture(autouse=True)
def files(jp_root_dir):
    write(jp_root_dir / "train.ipynb", "lr = 0.01  # 0.0001..0.1 log\nunits = 32  # {32, 64}")
    write(jp_root_dir / "odd.ipynb", "lr = 0.01  # 2..1")
    (jp_root_dir / "plain.ipynb").write_text(json.dumps(notebook(("values", "lr = 0.01"))))


def write(path, values):
    path.write_text(json.dumps(notebook(("values", values), tags={"values": ["parameters"]})))


@pytest.fixture
def ranges(jp_fetch):
    def send(body):
        return jp_fetch("kubeflow-lab", "ranges", method="POST", body=json.dumps(body))

    return send


async def test_tells_the_ranges_of_a_saved_notebook(ranges):
    answer = await ranges({"path": "train.ipynb"})
    lr, units = json.loads(answer.body)["parameters"]
    assert lr == {"name": "lr", "type": "double", "min": "0.0001", "max": "0.1", "distribution": "logUniform"}
    assert units == {"name": "units", "type": "discrete", "list": ["32", "64"]}


@pytest.mark.parametrize(
    ("body", "code", "sentence"),
    [
        ({"path": "plain.ipynb"}, 422, "tag a cell with `parameters`"),
        ({"path": "odd.ipynb"}, 422, "the range of lr is empty"),
        ({"path": "missing.ipynb"}, 404, "missing.ipynb"),
        ({"path": "../train.ipynb"}, 404, "train.ipynb"),
        ({"path": 7}, 400, "must be a text"),
        ([], 400, "must be an object"),
    ],
)
async def test_says_why_there_are_none(ranges, body, code, sentence):
    with pytest.raises(HTTPClientError) as caught:
        await ranges(body)
    assert caught.value.code == code
    assert sentence in json.loads(caught.value.response.body)["detail"]
