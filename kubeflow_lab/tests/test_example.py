"""The example notebook: well formed, and its training cell can travel. Training it needs a cluster."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import pytest

import kubeflow_lab
from kubeflow_lab.magics.options import job_form, parse, tfjob_parser
from kubeflow_lab.source import split_magic
from kubeflow_lab.travel import pack, read_notebook

PATH = Path(kubeflow_lab.__file__).parent.parent / "examples" / "digits-distributed.ipynb"


@pytest.fixture(scope="module")
def cells():
    return {cell["id"]: cell for cell in json.loads(PATH.read_text("utf-8"))["cells"]}


def test_is_a_notebook_without_outputs_whose_cells_have_ids():
    notebook = nbformat.read(PATH, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in notebook.cells)


def test_the_training_cell_travels_alone_to_a_chief_and_a_worker(cells, tmp_path):
    cell = cells["training"]["source"]
    source, line = split_magic(cell, "tfjob")
    travel = pack(source, cell_id="training", line=line, notebook=read_notebook(PATH), folder=tmp_path)
    assert [one["id"] for one in travel.code["cells"]] == ["training"]
    form = job_form(parse(tfjob_parser(), cell.split("\n")[0].removeprefix("%%tfjob")), "image", travel.code)
    assert form["name"] == "digits"
    assert form["replicas"] == [{"role": "Chief", "count": 1}, {"role": "Worker", "count": 1}]
    assert form["volumes"] == [{"claim": "shared", "path": "/home/jovyan/shared"}]


@pytest.mark.parametrize("identity", ["data", "result"])
def test_the_other_cells_are_python(cells, identity):
    compile(cells[identity]["source"], identity, "exec")
