"""What cannot be stored, and the sentence about it."""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from types import AsyncGeneratorType, CoroutineType, GeneratorType
from typing import Any

from kubeflow_lab.values.describe import type_name

LOCKS = (type(threading.Lock()), type(threading.RLock()), threading.Condition, threading.Event, threading.Semaphore)
FILES = (io.TextIOWrapper, io.BufferedReader, io.BufferedWriter, io.BufferedRandom, io.FileIO)
CONNECTIONS = ("Connection", "Session", "Client", "Engine", "Cursor", "SSLContext", "Producer", "Consumer", "Channel")

# What each kind is, why it stays, and what to do; the first that fits is said.
_REASONS: tuple[tuple[tuple[type, ...], str], ...] = (
    (LOCKS, "A lock belongs to the process that made it; make it in each step that uses it."),
    (
        (GeneratorType, AsyncGeneratorType),
        "A generator is a running piece of code; store what it yields, as in `{name} = list({name})`.",
    ),
    ((CoroutineType,), "A coroutine is a running piece of code; `await` it and store its result."),
    (FILES, "An open file belongs to the process that opened it; open it in each step, and pass its path or content."),
    ((socket.socket,), "A connection belongs to the process that opened it; connect again in each step."),
    ((threading.Thread,), "A thread ends with its process; wait for it and store its result."),
    ((memoryview,), "A memoryview is a window on memory of this process; store `bytes({name})`."),
)


class HeldError(Exception):
    """`culprit` is the object that cannot be stored, by itself or somewhere inside a value; `reason` what it said."""

    def __init__(self, culprit: Any, reason: BaseException | None) -> None:
        super().__init__(culprit)
        self.culprit = culprit
        self.reason = reason


def cannot_travel(one: Any) -> bool:
    """Whether an object must not be stored although a pickler might write something for it."""
    return isinstance(one, FILES) and not _is_standard_stream(one)


def refusal(name: str, value: Any, held: HeldError, made_at: str) -> str:
    """The sentences about the variable `name`; `made_at` tells the line, as `line 3 of cell abc`, or is empty."""
    culprit = held.culprit
    within = "" if culprit is value or culprit is None else f", because it holds a {type_name(culprit)}"
    advice = next((text for kinds, text in _REASONS if isinstance(culprit, kinds)), None) or _general(culprit, held)
    place = f" It was made in {made_at}." if made_at else ""
    text = advice.format(name=name) if "{name}" in advice else advice
    return f"{name} ({type_name(value)}) cannot be stored for the next step{within}. {text}{place}"


def _general(culprit: Any, held: HeldError) -> str:
    if any(word in type(culprit).__name__ for word in CONNECTIONS):
        return "A connection belongs to the process that opened it; open it again in each step that uses it."
    if isinstance(held.reason, RecursionError):
        return "It is nested too deeply to be written; store it in a flatter form."
    if isinstance(culprit, (Iterator, AsyncIterator)):
        return "An iterator remembers how far it has come; store a list of what it gives."
    said = f" ({type(held.reason).__name__}: {held.reason})" if held.reason is not None else ""
    # Braces of a foreign text are not ours to fill.
    said = said.replace("{name}", "")
    return f"Store what it was made from, and make it again in each step that uses it{said}."


def _is_standard_stream(one: Any) -> bool:
    import sys

    return any(one is stream for stream in (sys.stdin, sys.stdout, sys.stderr))
