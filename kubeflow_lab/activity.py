"""What counts as use of the Jupyter server.

Jupyter takes every request to its API for activity, and an open page asks every few seconds which kernels, terminals
and files there are. So a browser that was left open would keep a server from ever being idle. Here only what
changes something counts: a file that is saved, a kernel that is started. Kernels and terminals tell by themselves when
they work.
"""

from __future__ import annotations

from jupyter_server.base.handlers import APIHandler

READING = ("GET", "HEAD", "OPTIONS")
# A page that was left open renews its stream by itself.
STREAM = "/kubeflow-lab/api/stream"


def changes_something(handler: APIHandler) -> bool:
    """Whether a request is something that a person, or a program of theirs, does."""
    return handler.request.method not in READING and STREAM not in handler.request.path


def count_only_changes() -> None:
    """Makes it so for all handlers of the API, but for those that never count."""
    APIHandler._track_activity = property(changes_something)
