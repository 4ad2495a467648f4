"""A notebook that nbconvert and papermill execute, which both do through nbclient: the cell waits for its job."""

from __future__ import annotations

import threading

import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_notebook

from kubeflow_lab.magics.card import CARD_TYPE
from kubeflow_lab.tests.platform_double import IMAGE, JOBS, Answer, event, job_item


def executed(connected, phase):
    """The notebook after a run in which the job ends in `phase`."""

    subscribed = threading.Event()

    def body(send):
        send(event("hello", {"stream": "s"}))
        subscribed.wait(10)
        send(event("snapshot", {"subscription": "x", "items": [job_item("a", phase)]}))

    def subscribe(_request):
        subscribed.set()
        return Answer(201, {"subscription": "x"})

    connected.routes[("GET", "/api/settings")] = Answer(200, {"images": {"tensorflow": [IMAGE]}})
    connected.routes[("POST", JOBS)] = Answer(201, job_item("a", "Pending"))
    connected.routes[("GET", "/api/stream")] = Answer(200, body)
    connected.routes[("POST", "/api/stream/s/subscriptions")] = subscribe
    connected.routes[("GET", f"{JOBS}/a/logs")] = Answer(200, {"lines": []})
    notebook = new_notebook(cells=[new_code_cell("%%tfjob --name a\n1"), new_code_cell("print('after it')")])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    nbformat.validate(notebook)
    return notebook


def test_the_saved_notebook_holds_the_final_state(connected):
    first, second = executed(connected, "Succeeded").cells
    (card,) = [output.data[CARD_TYPE] for output in first.outputs if output.output_type == "display_data"]
    assert card["snapshot"]["summary"]["phase"] == "Succeeded"
    assert second.outputs[0].text == "after it\n"


def test_a_job_that_fails_stops_the_notebook(connected):
    with pytest.raises(CellExecutionError, match="The job a failed"):
        executed(connected, "Failed")
