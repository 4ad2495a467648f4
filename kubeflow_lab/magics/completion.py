"""Completes the options of `%%tfjob`, and the images and volumes that the platform has."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from IPython.core.completer import CompletionContext, SimpleCompletion, SimpleMatcherResult, context_matcher

from kubeflow_lab.client import Client
from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.magics.options import SHARED_CLAIM, option_names, tfjob_parser

ANSWER_SECONDS = 2


@context_matcher(identifier="kubeflow_lab.tfjob")
def complete_tfjob(context: CompletionContext) -> SimpleMatcherResult:
    """What may stand at the cursor on a line `%%tfjob …`, in place of completions of Python."""
    line = context.line_with_cursor[: context.cursor_position]
    if not line.startswith("%%tfjob "):
        return SimpleMatcherResult(completions=[])
    found = re.search(r"(\S+)\s+(\S*)$", line)
    previous, word = (found[1], found[2]) if found else ("", "")
    return {
        "completions": [SimpleCompletion(text) for text in candidates(previous) if text.startswith(word)],
        "matched_fragment": word,
        "suppress": True,
    }


def candidates(previous: str) -> Sequence[str]:
    """What may follow the word `previous`."""
    if previous == "--image":
        return _offered(lambda client: client.settings()["images"]["tensorflow"])
    if previous == "--volume":
        return _offered(lambda client: [f"{one['name']}:/" for one in client.volumes() if one["name"] != SHARED_CLAIM])
    return option_names(tfjob_parser())


def _offered(ask: Callable[[Client], list[str]]) -> list[str]:
    """What the platform answers, or nothing where it does not answer: completion is no place for an error."""
    try:
        with Client(timeout=ANSWER_SECONDS) as client:
            return ask(client)
    except (KubeflowLabError, KeyError):
        return []
