"""Follows one thing on the server's event stream, across lost connections."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kubeflow_lab.client import Client, Json
from kubeflow_lab.errors import ConnectionFailedError, KubeflowLabError, problem_error
from kubeflow_lab.seen import SeenLines

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 5.0
GIVE_UP_AFTER = 300.0
STREAM_ENDED = "urn:kubeflow-lab:stream-ended"


@dataclass(frozen=True)
class Event:
    """One server-sent event; its data is always a JSON object."""

    name: str
    data: Json


def parse_events(lines: Iterable[str]) -> Iterator[Event]:
    """The events in the lines of a `text/event-stream`; a comment, which shows that it lives, is one named `alive`."""
    name, data = "message", []
    for line in lines:
        if line == "":
            if data:
                yield Event(name, json.loads("\n".join(data)))
            name, data = "message", []
        elif line.startswith(":"):
            yield Event("alive", {})
        else:
            field, _, value = line.partition(":")
            value = value[1:] if value.startswith(" ") else value
            if field == "event":
                name = value
            elif field == "data":
                data.append(value)


def follow(client: Client, request: Json, *, give_up_after: float = GIVE_UP_AFTER) -> Iterator[Event]:
    """The events of one subscription, from its snapshot on, without end unless it has one; `alive` in between.

    `request` is a SubscriptionRequest; one for logs is resumed behind the last line that came, and no line comes
    twice, also from a server that was restarted and sends the whole log again. A connection that is lost is made
    again, with growing pauses; ConnectionFailedError is raised after `give_up_after` seconds without one.
    KubeflowLabError is raised when the server refuses the subscription or takes it away.
    """
    pause, last_contact, seen = FIRST_PAUSE, time.monotonic(), SeenLines()
    while True:
        try:
            for event in _one_connection(client, request):
                pause, last_contact = FIRST_PAUSE, time.monotonic()
                request = _resumed(request, event)
                yield seen.only_new(event)
                if event.name == "end":
                    return
        except KubeflowLabError as error:
            if not _passes(error) or time.monotonic() - last_contact > give_up_after:
                raise
        else:
            if time.monotonic() - last_contact > give_up_after:
                raise ConnectionFailedError("The kubeflow-lab server ends every event stream at once; try again later.")
        time.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE)


def _one_connection(client: Client, request: Json) -> Iterator[Event]:
    subscription: str | None = None
    with client.open_stream() as lines:
        for event in parse_events(lines):
            if event.name == "hello":
                answer = client.request("POST", f"/api/stream/{event.data['stream']}/subscriptions", request)
                subscription = answer["subscription"]
            elif event.name == "alive":
                yield event
            elif subscription is not None and event.data.get("subscription") == subscription:
                if event.name == "error":
                    problem: dict[str, Any] = event.data.get("problem", {})
                    raise problem_error(int(problem.get("status", 0)), json.dumps(problem).encode())
                yield event


def _resumed(request: Json, event: Event) -> Json:
    lines = event.data.get("lines")
    return {**request, "after": lines[-1]["sequence"]} if lines else request


def _passes(error: KubeflowLabError) -> bool:
    """Whether a refusal may be over soon: no connection, or a server that is starting or overloaded."""
    if error.kind == STREAM_ENDED:
        # Asked of the server that came after the one whose stream it was.
        return True
    return isinstance(error, ConnectionFailedError) or error.status in (429, 500, 502, 503, 504)
