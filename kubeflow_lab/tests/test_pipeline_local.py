"""Pipelines that run here: real processes, real files, the steps' own code."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from kubeflow_lab.errors import JobFailedError, KubeflowLabError
from kubeflow_lab.pipeline.compiled import Compiled
from kubeflow_lab.pipeline.local import LocalRun
from kubeflow_lab.pipeline.plan import plan_of
from kubeflow_lab.tests.pipelines import Pipeline
from kubeflow_lab.values import LoadError


def local(pipeline: Pipeline, folder: Path, parallel: int | None = None, **given) -> LocalRun:
    compiled = Compiled({}, pipeline.graph, pipeline.workflow(given))
    return LocalRun(plan_of(compiled), name="train", folder=folder, parallel=parallel)


def diamond() -> Pipeline:
    found = Pipeline(factor=("int", "3"))
    found.prelude = [{"id": "functions", "source": "def twice(x): return 2 * x"}]
    found.step("load_data", "data = [1, 2]\nprint('loaded')", gives="data")
    found.step("left", "a = twice(sum(data))", takes={"data": "load_data"}, gives="a")
    found.step("right", "b = factor * len(data)", takes={"data": "load_data"}, gives="b", parameters="factor")
    return found.step("join", "total = a + b", takes={"a": "left", "b": "right"}, gives="total", metrics="total")


def test_values_flow_as_on_the_cluster(tmp_path):
    run, lines = local(diamond(), tmp_path, factor=5), []
    run.execute(printed=lambda step, line: lines.append((step, line)))
    assert run.value("join", "total") == 16
    assert lines == [("load_data", "loaded"), ("join", "total=16.0")]
    summary = run.summary()
    assert (summary["phase"], summary["progress"]) == ("Succeeded", {"done": 4, "total": 4})
    assert summary["metrics"] == {"total": 16.0}
    assert summary["parameters"] == {"factor": "5"}
    assert [one["name"] for one in summary["steps"][0]["outputs"]] == ["data"]
    assert run.log("load_data") == "loaded\n"
    with pytest.raises(LoadError):
        run.value("join", "nothing")


def test_the_cells_run_in_the_notebooks_folder(tmp_path):
    (tmp_path / "data.txt").write_text("here")
    run = local(
        Pipeline().step("read", "from pathlib import Path\nx = Path('data.txt').read_text()", gives="x"), tmp_path
    )
    run.execute()
    assert run.value("read", "x") == "here"


def test_a_failed_step_stops_what_follows_it_and_nothing_else(tmp_path):
    found = Pipeline().step("bad", "x = 1\nraise ValueError('no data')", gives="x").step("good", "y = 1", gives="y")
    found.step("after_bad", "z = x", takes={"x": "bad"}).step("last", "pass", after="after_bad")
    run, states = local(found, tmp_path, 1), []
    with pytest.raises(JobFailedError, match=r"bad failed: ValueError: no data"):
        run.execute(changed=lambda: states.append(run.summary()["phase"]))
    steps = {one["name"]: one for one in run.summary()["steps"]}
    assert [one["phase"] for one in steps.values()] == ["Failed", "Succeeded", "Stopped", "Stopped"]
    assert (steps["bad"]["error"]["cell"], steps["bad"]["error"]["line"]) == ("cell-bad", 2)
    assert steps["after_bad"]["message"] == "Not run, because a step before it failed."
    assert "ValueError: no data" in run.log("bad")
    assert states[0] == "Running"
    assert states[-1] == "Failed"


def test_a_process_that_is_killed_is_a_failed_step(tmp_path):
    run = local(Pipeline().step("bad", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)"), tmp_path)
    with pytest.raises(JobFailedError, match="ended with -9"):
        run.execute()


def test_steps_that_do_not_wait_for_each_other_run_at_the_same_time(tmp_path):
    meet = (
        "import time\nfrom pathlib import Path\nPath('{0}').touch()\nwhile not Path('{1}').exists(): time.sleep(0.01)"
    )
    found = Pipeline().step("a", meet.format("a", "b")).step("b", meet.format("b", "a"))
    local(found, tmp_path, 2).execute()


def test_stopping_ends_the_steps_and_what_they_started(tmp_path):
    code = (
        "import os, subprocess, time\nchild = subprocess.Popen(['sleep', '1000'])\n"
        "open('pids', 'w').write(f'{os.getpid()} {child.pid} ')\nos.rename('pids', 'ready')\ntime.sleep(1000)"
    )
    run = local(Pipeline().step("long", code).step("next", "pass", after="long"), tmp_path)
    errors = []

    def execute():
        try:
            run.execute()
        except JobFailedError as error:
            errors.append(str(error))

    thread = threading.Thread(target=execute)
    thread.start()
    wait_for(lambda: (tmp_path / "ready").exists())
    run.stop()
    thread.join(10)
    assert errors == ["The pipeline train did not succeed. The run was stopped."]
    assert [one["phase"] for one in run.summary()["steps"]] == ["Stopped", "Queued"]
    for pid in (tmp_path / "ready").read_text().split():
        wait_for(lambda pid=pid: is_gone(pid))


def is_gone(pid: str) -> bool:
    """Ended, also where nobody has asked for its exit code yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def wait_for(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_its_files_go_with_it(tmp_path):
    run = local(Pipeline().step("a", "x = 1", gives="x"), tmp_path)
    run.execute()
    root = run._root
    assert root.is_dir()
    del run
    assert not root.exists()


def test_a_workflow_of_somebody_else_is_refused():
    with pytest.raises(KubeflowLabError, match="cannot be run here"):
        plan_of(Compiled({}, {"steps": [{"name": "a"}], "edges": []}, "spec: {templates: []}"))


@pytest.mark.parametrize(
    "setting, said",
    [
        ({"when": "n > 1"}, "has a condition"),
        ({"loop": {"parameter": "n", "items": [1]}}, "runs many times"),
        ({"onExit": True}, "runs at the end"),
    ],
)
def test_what_only_the_cluster_knows_is_not_run_here(setting, said):
    graph = {"steps": [{"name": "a", "settings": setting}], "edges": []}
    with pytest.raises(KubeflowLabError, match=f"The step a {said}"):
        plan_of(Compiled({}, graph, "spec: {templates: []}"))
