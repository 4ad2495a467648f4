"""Which lines of a log have come already: each comes once, however often the log is sent from its beginning."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kubeflow_lab.stream import Event

# Seconds since the epoch, and nanoseconds.
_Moment = tuple[float, int]

_TIME = re.compile(r"(.{19})(?:\.(\d{1,9})\d*)?(Z|[+-]\d\d:\d\d)")
_NEVER: _Moment = (float("-inf"), 0)


@dataclass
class _Place:
    """How far the lines of one replica have come: its latest moment, and how often each text of that moment came."""

    moment: _Moment = _NEVER
    texts: Counter[str] = field(default_factory=Counter)


class SeenLines:
    """Takes a log's events in their order and leaves out the lines of a repeated beginning.

    A replica's lines come in the order in which it wrote them, so where it had come to is all that must be known.
    """

    def __init__(self) -> None:
        self._places: dict[str, _Place] = {}

    def only_new(self, event: Event) -> Event:
        """The event without lines that came before. Only a snapshot that does not say `resumed` can have some."""
        lines = event.data.get("lines")
        if not lines:
            return event
        if event.name == "snapshot" and not event.data.get("resumed"):
            lines = self._without_repeated(lines)
        for line in lines:
            self._remember(line)
        return replace(event, data={**event.data, "lines": lines})

    def _without_repeated(self, lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
        repeats = defaultdict(Counter, {replica: place.texts.copy() for replica, place in self._places.items()})
        new = []
        for line in lines:
            replica, text = line["replica"], line["text"]
            place, moment = self._places.get(replica, _Place()), _moment(line)
            if moment == place.moment and repeats[replica][text] > 0:
                repeats[replica][text] -= 1
            elif moment >= place.moment:
                new.append(line)
        return new

    def _remember(self, line: dict[str, Any]) -> None:
        place, moment = self._places.setdefault(line["replica"], _Place()), _moment(line)
        if moment > place.moment:
            place.moment = moment
            place.texts.clear()
        if moment == place.moment:
            place.texts[line["text"]] += 1


def _moment(line: dict[str, Any]) -> _Moment:
    match = _TIME.fullmatch(line.get("time", ""))
    if match is None:
        return _NEVER
    seconds, fraction, zone = match.groups()
    moment = datetime.fromisoformat(seconds + zone.replace("Z", "+00:00"))
    return moment.timestamp(), int((fraction or "").ljust(9, "0"))
