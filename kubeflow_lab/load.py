"""A short load on an address that answers predictions: how many a second it answers, how fast, and what goes wrong.

`python -m kubeflow_lab.load` reads `{host, port, path, body, seconds, concurrent}` as JSON, asks as often as it gets
answers over that many connections at a time, and writes the figures as JSON. It is a process of its own, so that
whoever starts it goes on meanwhile and can end it.
"""

from __future__ import annotations

import http.client
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from typing import Any

SECONDS_MAX = 30
CONCURRENT_MAX = 50
# An answer that takes longer is an error.
_TIMEOUT_SECONDS = 10
_SAID_MAX = 300
# What does not answer at all is not asked more often than this.
_PAUSE_SECONDS = 0.1


@dataclass
class Answers:
    """What one connection was told: when each answer ended, in seconds from the start, how long it took, and errors."""

    ended: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Figures:
    """Times in milliseconds, null without an answer; `course` is the number of answers in each second."""

    requests: int
    errors: int
    seconds: float
    median: float | None
    p95: float | None
    p99: float | None
    longest: float | None
    course: list[int]
    # What the first error said.
    problem: str | None


def load(host: str, port: int, path: str, body: bytes, seconds: float, concurrent: int) -> Figures:
    """Asks for that long over that many connections, each again as soon as it has its answer."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(concurrent) as pool:
        asking = [pool.submit(_ask, (host, port), path, body, (begun, seconds)) for _ in range(concurrent)]
        answers = [one.result() for one in asking]
    return figures_of(answers, time.perf_counter() - begun)


def _ask(address: tuple[str, int], path: str, body: bytes, span: tuple[float, float]) -> Answers:
    begun, seconds = span
    answers = Answers()
    connection = http.client.HTTPConnection(*address, timeout=_TIMEOUT_SECONDS)
    while (asked := time.perf_counter()) - begun < seconds:
        try:
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            answers.errors.append(f"{type(error).__name__}: {error}"[:_SAID_MAX])
            time.sleep(_PAUSE_SECONDS)
            continue
        now = time.perf_counter()
        answers.ended.append(now - begun)
        answers.took.append(now - asked)
        if answer.status != HTTPStatus.OK:
            answers.errors.append(f"{answer.status} {text.decode('utf-8', 'replace')}"[:_SAID_MAX])
    connection.close()
    return answers


def figures_of(answers: list[Answers], seconds: float) -> Figures:
    """All connections together."""
    took = sorted(one for each in answers for one in each.took)
    ended = [one for each in answers for one in each.ended]
    errors = [one for each in answers for one in each.errors]
    course = [0] * (int(max(ended, default=0)) + 1)
    for one in ended:
        course[int(one)] += 1
    # What broke off has no time, but was a request.
    broken = sum(1 for one in errors if not one[:1].isdigit())
    return Figures(
        requests=len(took) + broken,
        errors=len(errors),
        seconds=round(seconds, 3),
        median=_quantile(took, 0.5),
        p95=_quantile(took, 0.95),
        p99=_quantile(took, 0.99),
        longest=_quantile(took, 1),
        course=course,
        problem=errors[0] if errors else None,
    )


def _quantile(ordered: list[float], share: float) -> float | None:
    """Milliseconds within which that share of the answers came."""
    if not ordered:
        return None
    return round(ordered[max(0, round(share * len(ordered)) - 1)] * 1000, 3)


def main() -> None:
    """Reads what to do from standard input, and writes the figures to standard output."""
    wanted: dict[str, Any] = json.load(sys.stdin)
    wanted["body"] = json.dumps(wanted["body"]).encode()
    json.dump(asdict(load(**wanted)), sys.stdout)


if __name__ == "__main__":
    main()
