"""The example notebooks: well formed, and what they train can travel. Training it needs a cluster."""

from __future__ import annotations

import ast
from pathlib import Path

import nbformat
import pytest

import kubeflow_lab
from kubeflow_lab.magics.kinds import TFJOB, XGBOOSTJOB
from kubeflow_lab.magics.options import job_form, job_parser, parse
from kubeflow_lab.magics.sweep import ranges_of
from kubeflow_lab.source import split_magic
from kubeflow_lab.travel import pack, read_notebook

EXAMPLES = sorted((Path(kubeflow_lab.__file__).parent.parent / "examples").glob("*.ipynb"))


def example(name):
    return next(path for path in EXAMPLES if path.name == f"{name}.ipynb")


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_is_a_notebook_without_outputs_whose_cells_have_ids(path):
    notebook = nbformat.read(path, as_version=nbformat.NO_CONVERT)
    nbformat.validate(notebook)
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    assert all(not cell.get("outputs") and cell.get("execution_count") is None for cell in notebook.cells)


@pytest.mark.parametrize(
    ("name", "kind", "job", "replicas", "shared"),
    [
        ("digits-distributed", TFJOB, "digits", {"Chief": 1, "Worker": 1}, []),
        ("trees-distributed", XGBOOSTJOB, "trees", {"Master": 1, "Worker": 2}, []),
        (
            "digits",
            XGBOOSTJOB,
            "digits-trees",
            {"Master": 1, "Worker": 2},
            ["imports", "functions", "parameters"],
        ),
    ],
)
def test_the_training_cell_travels_to_its_replicas_with_what_it_shares(name, kind, job, replicas, shared, tmp_path):
    path = example(name)
    notebook = nbformat.read(path, as_version=4)
    cell = next(cell.source for cell in notebook.cells if cell.id == "training")
    source, line = split_magic(cell, kind.magic)
    travel = pack(source, cell_id="training", line=line, notebook=read_notebook(path), folder=tmp_path)
    assert [one["id"] for one in travel.code["cells"]] == [*shared, "training"]
    options = parse(job_parser(kind), cell.split("\n")[0].removeprefix(f"%%{kind.magic}"))
    form = job_form(kind, options, "image", travel.code)
    assert form["name"] == job
    assert {one["role"]: one["count"] for one in form["replicas"]} == replicas
    assert form["volumes"] == [{"claim": "shared", "path": "/home/jovyan/shared"}]


@pytest.mark.parametrize(
    ("name", "searched"), [("digits", ["trees", "depth"]), ("digits-sweep", ["strength", "rounds"])]
)
def test_the_sweep_searches_the_ranges_of_the_parameters_cell(name, searched):
    assert [one["name"] for one in ranges_of(read_notebook(example(name)))] == searched


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_cells_without_magics_are_python(path):
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code" and not cell.source.startswith("%"):
            ast.parse(cell.source, cell.id)
