"""A notebook is saved before a magic reads its file: the kernel's side, in a real kernel."""

from __future__ import annotations

import json
import time

import pytest

from kubeflow_lab.save import save_first, version_of
from kubeflow_lab.tests.kernel import write_again
from kubeflow_lab.tests.platform_double import posted

CELL = "%%tfjob --name a --image i\nprint(helper)"


@pytest.fixture
def front_end(kernel, routes, folder):
    """The kernel's front end; what a test makes of it is over afterwards, and the notebook as it was."""
    path = folder / "train.ipynb"
    before = path.read_bytes()
    yield kernel
    kernel.save = write_again
    path.write_bytes(before)


def test_what_was_typed_and_not_saved_travels(front_end, double, folder):
    def save(path):
        notebook = json.loads(path.read_bytes())
        notebook["cells"][0]["source"] = "import helper\ntyped = 1"
        write_again(path, json.dumps(notebook).encode())

    front_end.save = save
    result = front_end.execute(CELL)
    assert result.is_ok, result.error
    # Once before the file is read, and once more with the card.
    assert result.save_requests == [str(folder / "train.ipynb")] * 2
    assert posted(double)["code"]["cells"][0]["source"] == "import helper\ntyped = 1"
    assert "not saved" not in result.stdout


def test_without_an_answer_the_file_is_used_and_that_is_said(front_end, double):
    front_end.save = lambda path: None
    started = time.monotonic()
    result = front_end.execute(CELL)
    assert result.is_ok, result.error
    assert 5 <= time.monotonic() - started < 15
    assert posted(double)["code"]["cells"][0]["source"] == "import helper"
    assert "The notebook was not saved just now" in result.stdout


def test_a_program_that_only_executes_is_not_asked(front_end, double):
    result = front_end.execute(f"{CELL.replace(' --image i', ' --image i --no-wait')}", cell_id=None)
    assert result.is_ok, result.error
    assert result.save_requests == []
    assert "not saved" not in result.stdout


def test_a_process_without_a_front_end_waits_for_nobody(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_text("{}")
    started = time.monotonic()
    assert not save_first(path)
    assert not save_first(tmp_path / "missing.ipynb")
    assert time.monotonic() - started < 1


def test_every_way_of_writing_is_seen(tmp_path):
    path = tmp_path / "a.ipynb"
    path.write_text("one")
    versions = [version_of(path)]
    write_again(path)
    versions.append(version_of(path))
    path.write_text("other")
    versions.append(version_of(path))
    path.unlink()
    versions.append(version_of(path))
    assert len(set(versions)) == 4
    assert versions[-1] is None
