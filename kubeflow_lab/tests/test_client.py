"""The Python client and the event stream, against a real HTTP server."""

from __future__ import annotations

import itertools

import pytest

from kubeflow_lab import stream
from kubeflow_lab.client import Client
from kubeflow_lab.errors import ConnectionFailedError, KubeflowLabError
from kubeflow_lab.magics.handle import TrainingJob
from kubeflow_lab.tests.platform_double import JOBS, Answer, event, job_item, problem


@pytest.fixture
def client(connected, monkeypatch):
    monkeypatch.setattr(stream, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(stream, "LONGEST_PAUSE", 0.02)
    with Client() as found:
        yield found


def test_calls_the_routes_of_its_project(client, connected):
    connected.routes[("GET", JOBS)] = Answer(200, {"items": [job_item()]})
    connected.routes[("GET", f"{JOBS}/digits")] = Answer(200, job_item())
    connected.routes[("GET", "/api/namespaces/bob/tfjobs/a%2Fb")] = Answer(200, job_item("b"))
    connected.routes[("DELETE", f"{JOBS}/digits")] = Answer(202)
    assert client.training_jobs() == [job_item()]
    assert client.training_job("digits") == job_item()
    assert client.training_job("a/b", "bob") == job_item("b")
    assert client.delete_training_job("digits") is None
    assert {one.headers["Authorization"] for one in connected.requests} == {"Bearer platform-token"}


@pytest.mark.parametrize(
    ("answer", "status", "sentence"),
    [
        (problem(403, "You may not."), 403, "You may not."),
        (Answer(502, None), 502, "The kubeflow-lab server answered 502 without saying why."),
        (Answer(500, ["odd"]), 500, "The kubeflow-lab server answered 500 without saying why."),
        (Answer(302, None, {"Location": "/login"}), 302, "it is not a kubeflow-lab server."),
        (Answer(200, None, {"Content-Length": "4", "Connection": "close"}), 0, "cannot be reached"),
    ],
)
def test_errors_are_sentences(client, connected, answer, status, sentence):
    connected.routes[("GET", "/api/settings")] = answer
    with pytest.raises(KubeflowLabError) as caught:
        client.settings()
    assert caught.value.status == status
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("path", "message", "shown"),
    [
        ("name", "Use lower-case letters.", "name: Use lower-case letters."),
        ("memory", "Give the memory as a quantity.", "Give the memory as a quantity."),
    ],
)
def test_a_field_is_named_where_its_sentence_does_not(client, connected, path, message, shown):
    body = {"detail": message, "errors": [{"path": path, "message": message}]}
    connected.routes[("GET", "/api/settings")] = Answer(422, body)
    with pytest.raises(KubeflowLabError) as caught:
        client.settings()
    assert str(caught.value) == shown


def test_an_address_that_answers_with_a_page(client, connected, monkeypatch):
    monkeypatch.setattr("kubeflow_lab.tests.platform_double.json.dumps", lambda _: "<html>")
    connected.routes[("GET", "/api/settings")] = Answer(200, {})
    with pytest.raises(KubeflowLabError, match="does not answer with JSON"):
        client.settings()


@pytest.mark.parametrize(
    ("lines", "events"),
    [
        (["event: a", 'data: {"x": 1}', ""], [("a", {"x": 1})]),
        (["event:a", 'data:{"x":', "data: 1}", "", ""], [("a", {"x": 1})]),
        ([": keep", "id: 7", "retry: 1", "data: {}", ""], [("alive", {}), ("message", {})]),
        (["event: a", "", "event: b", "data: {}"], []),
    ],
)
def test_events_are_read_as_the_standard_says(lines, events):
    assert [(one.name, one.data) for one in stream.parse_events(lines)] == events


def streams(connected, *connections):
    """One connection after the other, each sending these events behind its hello; then the server is busy."""
    remaining = iter(connections)
    numbers = itertools.count(1)

    def connect(_request):
        events = next(remaining, None)
        if events is None:
            return problem(503, "Busy.")
        number = next(numbers)

        def body(send):
            send(event("hello", {"stream": f"s{number}"}))
            wait_for(lambda: connected.asked("POST", f"/api/stream/s{number}/subscriptions"))
            send(event("lines", {"subscription": "another", "lines": []}))
            for name, data in events:
                send(event(name, {"subscription": f"x{number}", **data}))

        connected.routes[("POST", f"/api/stream/s{number}/subscriptions")] = Answer(201, {"subscription": f"x{number}"})
        return Answer(200, body)

    connected.routes[("GET", "/api/stream")] = connect


def wait_for(condition, seconds=5):
    import time

    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.005)


def line(sequence):
    return {"sequence": sequence, "replica": "digits-chief-0", "time": "", "text": f"line {sequence}"}


def test_a_log_goes_on_behind_the_last_line_after_a_lost_connection(client, connected, capsys):
    streams(
        connected,
        [("snapshot", {"lines": [line(1)]}), ("lines", {"lines": [line(2)]})],
        [("snapshot", {"lines": [line(3)]}), ("end", {})],
    )
    TrainingJob(client, job_item()).logs(follow=True)
    assert capsys.readouterr().out == "".join(f"digits-chief-0 | line {number}\n" for number in (1, 2, 3))
    asked = [connected.asked("POST", f"/api/stream/s{number}/subscriptions")[0].json() for number in (1, 2)]
    request = {"resource": "logs", "kind": "tfjobs", "namespace": "alice", "name": "digits"}
    assert asked == [request, {**request, "after": 2}]


def test_a_server_that_was_restarted_sends_the_log_again_and_no_line_comes_twice(client, connected, capsys):
    def written(*numbers):
        return [{**line(10 * number), "time": f"2026-11-22T13:00:0{number}.5Z"} for number in numbers]

    def again(*numbers):
        return [{**one, "sequence": one["sequence"] - 9} for one in written(*numbers)]

    streams(
        connected,
        [("snapshot", {"lines": written(1)}), ("lines", {"lines": written(2)})],
        [("snapshot", {"lines": again(1, 2, 3)}), ("lines", {"lines": again(4)}), ("end", {})],
    )
    TrainingJob(client, job_item()).logs(follow=True)
    assert capsys.readouterr().out == "".join(f"digits-chief-0 | line {number}0\n" for number in (1, 2, 3, 4))


def test_a_stream_that_ended_before_it_was_used_is_opened_again(client, connected):
    ended = {"type": "urn:kubeflow-lab:stream-ended", "title": "Not Found", "status": 404, "detail": "It has ended."}
    streams(connected, [], [("snapshot", {"items": [job_item(phase="Succeeded")]})])
    connected.routes[("POST", "/api/stream/s1/subscriptions")] = Answer(404, ended)
    assert TrainingJob(client, job_item()).wait().name == "digits"


def test_waiting_goes_on_after_a_lost_connection(client, connected):
    streams(
        connected, [("snapshot", {"items": [job_item()]})], [("snapshot", {"items": [job_item(phase="Succeeded")]})]
    )
    assert TrainingJob(client, job_item()).wait().name == "digits"


def test_another_job_of_the_same_name_is_not_the_job(client, connected):
    item = job_item(phase="Succeeded")
    item["object"]["metadata"]["uid"] = "another"
    streams(connected, [("snapshot", {"items": [item]})])
    with pytest.raises(KubeflowLabError, match="was deleted before it was over"):
        TrainingJob(client, job_item()).wait()


def test_waiting_for_a_time(client, connected):
    streams(connected, [("snapshot", {"items": [job_item()]})])
    with pytest.raises(KubeflowLabError, match=r"is not over after 0 s: .* It goes on\."):
        TrainingJob(client, job_item()).wait(timeout=0)


def test_a_refused_subscription_is_raised(client, connected):
    streams(connected, [("error", {"problem": {"status": 403, "detail": "You may not read this log."}})])
    with pytest.raises(KubeflowLabError, match="You may not read this log"):
        list(TrainingJob(client, job_item()).log_lines(follow=True))


def test_a_server_that_stays_away_is_given_up(client, connected, monkeypatch):
    streams(connected, [])
    with pytest.raises(KubeflowLabError):
        list(stream.follow(client, {"resource": "settings"}, give_up_after=0.05))
    monkeypatch.setenv("KUBEFLOW_LAB_URL", "http://127.0.0.1:9")
    with Client() as nowhere, pytest.raises(ConnectionFailedError, match="cannot be reached"):
        list(stream.follow(nowhere, {"resource": "settings"}, give_up_after=0.05))
