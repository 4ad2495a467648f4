"""Completes the options of the magics, and the images and volumes that the platform has."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from IPython.core.completer import CompletionContext, SimpleCompletion, SimpleMatcherResult, context_matcher

from kubeflow_lab.client import Client
from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.magics.deploy import deploy_parser, serve_parser
from kubeflow_lab.magics.kinds import ALL_KINDS
from kubeflow_lab.magics.options import SHARED_CLAIM, OptionParser, job_parser, option_names
from kubeflow_lab.magics.pipeline import pipeline_parser, step_parser
from kubeflow_lab.magics.sweep import sweep_parser

ANSWER_SECONDS = 2


# The parser of each magic's line, and the kind of image that it takes.
PARSERS = {
    **{f"%%{row.magic}": (partial(job_parser, row), row.image) for row in ALL_KINDS},
    "%%sweep": (sweep_parser, "jupyter"),
    "%sweep": (sweep_parser, "jupyter"),
    "%%step": (step_parser, "jupyter"),
    "%pipeline": (pipeline_parser, "jupyter"),
    "%deploy": (deploy_parser, ""),
    "%%serve": (serve_parser, ""),
}


@context_matcher(identifier="kubeflow_lab.options")
def complete_options(context: CompletionContext) -> SimpleMatcherResult:
    """What may stand at the cursor on the line of one of our magics, in place of completions of Python."""
    line = context.line_with_cursor[: context.cursor_position]
    magic, space, _ = line.partition(" ")
    if not space or magic not in PARSERS:
        return SimpleMatcherResult(completions=[])
    parser, kind = PARSERS[magic]
    found = re.search(r"(\S+)\s+(\S*)$", line)
    previous, word = (found[1], found[2]) if found else ("", "")
    return {
        "completions": [
            SimpleCompletion(text) for text in candidates(parser(), kind, previous) if text.startswith(word)
        ],
        "matched_fragment": word,
        "suppress": True,
    }


def candidates(parser: OptionParser, kind: str, previous: str) -> Sequence[str]:
    """What may follow the word `previous`."""
    if previous == "--image":
        return _offered(lambda client: client.settings()["images"][kind])
    if previous == "--runtime":
        return _offered(lambda client: [one["name"] for one in client.training_runtimes()])
    if previous == "--volume":
        return _offered(lambda client: [f"{one['name']}:/" for one in client.volumes() if one["name"] != SHARED_CLAIM])
    choices = [choice for action in parser._actions if not action.option_strings for choice in action.choices or ()]
    return [*choices, *option_names(parser)] if previous.startswith("%") else option_names(parser)


def _offered(ask: Callable[[Client], list[str]]) -> list[str]:
    """What the platform answers, or nothing where it does not answer: completion is no place for an error."""
    try:
        with Client(timeout=ANSWER_SECONDS) as client:
            return ask(client)
    except (KubeflowLabError, KeyError):
        return []
