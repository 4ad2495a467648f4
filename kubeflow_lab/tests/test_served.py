"""Served models from Python: what is asked of the server, what comes back, and what waiting ends with."""

from __future__ import annotations

import numpy as np
import pytest

import kubeflow_lab
from kubeflow_lab.client import Client
from kubeflow_lab.deployment import rows
from kubeflow_lab.errors import JobFailedError, KubeflowLabError
from kubeflow_lab.served import ServedModel
from kubeflow_lab.tests.models import MODELS, model_item
from kubeflow_lab.tests.platform_double import Answer, event, problem

ASK = f"{MODELS}/digits/actions/predict"


@pytest.fixture
def digits(connected):
    """A platform that serves one model, which doubles what it is sent."""
    connected.routes[("GET", MODELS)] = Answer(200, {"items": [model_item()]})
    connected.routes[("GET", f"{MODELS}/digits")] = Answer(200, model_item())

    def predict(request):
        sent = request.json()["body"]["instances"]
        return Answer(
            200, {"status": 200, "milliseconds": 3, "body": {"predictions": [[2 * x for x in one] for one in sent]}}
        )

    connected.routes[("POST", ASK)] = predict
    return connected


def test_predicts_by_name(digits):
    answer = kubeflow_lab.models["digits"].predict(np.array([[1.5, 2.5]]))
    assert answer.tolist() == [[3.0, 5.0]]
    (request,) = digits.asked("POST", ASK)
    assert request.json() == {"protocol": "v1", "body": {"instances": [[1.5, 2.5]]}}


def test_asks_the_explainer_and_takes_it_away(digits):
    digits.routes[("POST", ASK)] = Answer(200, {"status": 200, "milliseconds": 1, "body": {"explanations": [[1, 2]]}})
    digits.routes[("POST", f"{MODELS}/digits/actions/withoutComponent")] = Answer(200, model_item())
    model = kubeflow_lab.models["digits"]
    assert model.explain([[1.5, 2.5]]) == [[1, 2]]
    (request,) = digits.asked("POST", ASK)
    assert request.json() == {"protocol": "v1", "explain": True, "body": {"instances": [[1.5, 2.5]]}}
    model.remove_beside("explainer")
    (request,) = digits.asked("POST", f"{MODELS}/digits/actions/withoutComponent")
    assert request.json() == {"component": "explainer"}


def test_makes_a_token_for_a_program_and_takes_it_away(digits):
    actions = f"{MODELS}/digits/actions"
    expires = "2026-12-23T07:00:00Z"
    digits.routes[("POST", f"{actions}/newClient")] = Answer(
        200, {"name": "shop", "expires": expires, "token": "kfl_shop_x"}
    )
    digits.routes[("POST", f"{actions}/revokeClient")] = Answer(200, {"clients": []})
    model = kubeflow_lab.models["digits"]
    assert model.token(client="shop", days=7) == "kfl_shop_x"
    model.revoke_token("shop")
    (made,) = digits.asked("POST", f"{actions}/newClient")
    (revoked,) = digits.asked("POST", f"{actions}/revokeClient")
    assert (made.json(), revoked.json()) == ({"name": "shop", "days": 7}, {"name": "shop"})


def test_many_rows_are_asked_in_pieces(digits, monkeypatch):
    monkeypatch.setattr(rows, "REQUEST_MAX", 200)
    data = np.arange(100).reshape(50, 2)
    assert (kubeflow_lab.models["digits"].predict(data) == 2 * data).all()
    assert len(digits.asked("POST", ASK)) > 1


@pytest.mark.parametrize(
    ("body", "said"),
    [({"error": "X has 2 features"}, "X has 2 features"), ("<h1>no</h1>", "<h1>no</h1>"), ({"x": 1}, "None")],
)
def test_tells_what_the_model_says(digits, body, said):
    digits.routes[("POST", ASK)] = Answer(200, {"status": 400, "milliseconds": 1, "body": body})
    with pytest.raises(KubeflowLabError) as caught:
        kubeflow_lab.models["digits"].predict([[1]])
    assert str(caught.value) == f"The model digits does not take this: {said}"


def test_lists_models_and_says_which_there_are(digits):
    models = kubeflow_lab.models
    assert list(models) == ["digits"]
    assert len(models) == 1
    assert "digits" in models
    assert "other" not in models
    digits.routes[("GET", f"{MODELS}/other")] = problem(404, "No.")
    with pytest.raises(KubeflowLabError, match=r"No model other is served in this project; there are: digits\."):
        models["other"]


def test_other_refusals_are_passed_on(digits):
    digits.routes[("GET", f"{MODELS}/other")] = problem(403, "You may not.")
    with pytest.raises(KubeflowLabError, match="You may not"):
        kubeflow_lab.models["other"]


def test_is_stopped_started_and_deleted(digits):
    for action in ("stop", "start"):
        digits.routes[("POST", f"{MODELS}/digits/actions/{action}")] = Answer(200, model_item(message=action))
    digits.routes[("DELETE", f"{MODELS}/digits")] = Answer(202)
    model = kubeflow_lab.models["digits"]
    assert "stop" in repr(model.stop())
    assert "start" in repr(model.start())
    model.delete()
    assert len(digits.asked("DELETE", f"{MODELS}/digits")) == 1


@pytest.mark.parametrize(
    ("action", "arguments", "body"),
    [
        ("rollback", (1,), {"version": "1"}),
        ("canary", ("2", 25), {"version": "2", "percent": 25}),
        ("canary", (2,), {"version": "2", "percent": 10}),
        ("scale", (1, 5), {"minReplicas": 1, "maxReplicas": 5, "metric": "cpu", "target": 80}),
        ("promote", (), {}),
        ("withdraw", (), {}),
    ],
)
def test_changes_its_versions(digits, action, arguments, body):
    path = f"{MODELS}/digits/actions/{action}"
    digits.routes[("POST", path)] = Answer(200, model_item(message="Changed."))
    assert "Changed." in repr(getattr(kubeflow_lab.models["digits"], action)(*arguments))
    (request,) = digits.asked("POST", path)
    assert request.json() == body


def streaming(platform, *items):
    """The platform says these, one after the other."""

    def body(send):
        send(event("hello", {"stream": "s"}))
        for number, item in enumerate(items):
            data = {"subscription": "1", **({"items": [item]} if number == 0 else {"item": item})}
            send(event("changed" if number else "snapshot", data))

    platform.routes[("GET", "/api/stream")] = Answer(200, body)
    platform.routes[("POST", "/api/stream/s/subscriptions")] = Answer(201, {"subscription": "1"})


def deployed(version="2"):
    return ServedModel(Client(), model_item(version=version, rollout="Progressing"))


def test_waits_for_the_version_that_was_asked_for(digits):
    streaming(
        digits,
        model_item(version="1", rollout="Complete"),
        model_item(version="2", rollout="Progressing"),
        model_item(version="2", rollout="Complete", message="Serving version 2."),
    )
    assert "Serving version 2." in repr(deployed().wait())


def test_waiting_ends_with_the_reason(digits):
    streaming(digits, model_item(version="2", rollout="Failed", message="Version 2 failed to load: EOFError."))
    with pytest.raises(JobFailedError, match="digits: Version 2 failed to load: EOFError"):
        deployed().wait()


def test_waiting_ends_with_the_time(digits):
    streaming(digits, model_item(version="2", rollout="Progressing", message="Version 2 is being loaded."))
    with pytest.raises(KubeflowLabError, match=r"digits is not served after 0 s: Version 2 is being loaded\."):
        deployed().wait(timeout=0)
