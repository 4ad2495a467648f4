"""Lines of a log that is sent again from its beginning."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kubeflow_lab.seen import SeenLines
from kubeflow_lab.stream import Event


def event(name, lines, **more):
    return Event(name, {"subscription": "x", "lines": lines, **more})


def line(text, time="2026-11-22T13:00:00Z", replica="a"):
    return {"sequence": 0, "replica": replica, "time": time, "text": text}


def new_of(seen, *events):
    return [one["text"] for each in events for one in seen.only_new(each).data["lines"]]


def test_equal_lines_of_one_moment_are_counted():
    seen = SeenLines()
    assert new_of(seen, event("lines", [line("same"), line("same")])) == ["same", "same"]
    assert new_of(seen, event("snapshot", [line("same")] * 3)) == ["same"]


def test_what_follows_a_resumed_log_is_new_by_that():
    seen = SeenLines()
    new_of(seen, event("lines", [line("one")]))
    assert new_of(seen, event("snapshot", [line("one")], resumed=True)) == ["one"]


def test_times_are_compared_as_moments():
    seen = SeenLines()
    new_of(seen, event("lines", [line("one", "2026-11-22T13:00:00.12Z")]))
    later = line("two", "2026-11-22T14:00:00.123456789+01:00")
    earlier = line("zero", "2026-11-22T14:00:00.119+01:00")
    assert new_of(seen, event("snapshot", [earlier, later])) == ["two"]


def test_other_events_stay_as_they_are():
    other = Event("changed", {"item": {}})
    assert SeenLines().only_new(other) is other


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 2), st.sampled_from("xy")), max_size=30),
    st.integers(0, 30),
)
def test_however_much_came_before_each_line_comes_once(written, cut):
    """The clock of each replica goes on by 0 to 2 s from line to line."""
    clocks, lines = {"a": 0, "b": 0}, []
    for replica, step, text in written:
        clocks[replica] += step
        seconds = clocks[replica]
        lines.append(line(text, f"2026-11-22T13:{seconds // 60:02}:{seconds % 60:02}.000000001Z", replica))
    seen = SeenLines()
    came = seen.only_new(event("snapshot", lines[:cut])).data["lines"]
    came += seen.only_new(event("snapshot", lines)).data["lines"]
    for replica in "ab":
        of_replica = [[one for one in log if one["replica"] == replica] for log in (came, lines)]
        assert of_replica[0] == of_replica[1]
