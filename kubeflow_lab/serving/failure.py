"""How a program of this package ends when it cannot do its work: the last line of its log says why."""

from __future__ import annotations

import sys
import traceback


class ServingError(Exception):
    """What a person can do something about; its text is a sentence."""


def fail(error: BaseException) -> None:
    """Ends the process with exit code 1.

    The cluster shows the end of the log as the reason why the container ended, and people see its last line.
    """
    if not isinstance(error, ServingError):
        traceback.print_exception(error)
    print(one_line(error), file=sys.stderr, flush=True)
    raise SystemExit(1) from error


def one_line(error: BaseException) -> str:
    """An error as one line: the text of ours and of those whose names say nothing, name and text of any other."""
    text = " ".join(str(error).split())
    if text and (isinstance(error, ServingError) or type(error) in (Exception, RuntimeError)):
        return text
    return f"{type(error).__name__}: {text}" if text else type(error).__name__
