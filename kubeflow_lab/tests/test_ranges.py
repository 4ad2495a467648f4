"""The ranges behind values of a parameters cell."""

from __future__ import annotations

import pytest

from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.magics.ranges import search_parameters
from kubeflow_lab.travel import SavedCell


def found(*sources):
    cells = [SavedCell(f"c{index}", source, frozenset({"parameters"})) for index, source in enumerate(sources)]
    return search_parameters(cells)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "lr = 0.01  # 0.0001..0.1 log",
            {"type": "double", "min": "0.0001", "max": "0.1", "distribution": "logUniform"},
        ),
        ("lr = 0.01 # 1e-4 .. 1e-1", {"type": "double", "min": "1e-4", "max": "1e-1"}),
        ("x = -1.5  #-2..-.5", {"type": "double", "min": "-2", "max": "-.5"}),
        ("x = 1.0  # 0..2", {"type": "double", "min": "0", "max": "2"}),
        ("n = 3  # 2..5", {"type": "int", "min": "2", "max": "5"}),
        ("n: int = 3  # 2..5", {"type": "int", "min": "2", "max": "5"}),
        ("n = 32  # 16..256 step 16", {"type": "int", "min": "16", "max": "256", "step": "16"}),
        ("n = 32  # 1..1000 log", {"type": "int", "min": "1", "max": "1000", "distribution": "logUniform"}),
        ("x = 0.5  # 0..1 step 0.25", {"type": "double", "min": "0", "max": "1", "step": "0.25"}),
        ("n = 2 ** 5  # 16..64", {"type": "int", "min": "16", "max": "64"}),
        ("units = 64  # {32, 64, 128}", {"type": "discrete", "list": ["32", "64", "128"]}),
        ("x = 0.5  # {0.5, 1e-05}", {"type": "discrete", "list": ["0.5", "1e-05"]}),
        ("opt = 'adam'  # {'sgd', \"adam\"}", {"type": "categorical", "list": ["sgd", "adam"]}),
        ("deep = True  # {True, False}", {"type": "categorical", "list": ["true", "false"]}),
        ("x = (\n    0.5\n)  # 0..1", {"type": "double", "min": "0", "max": "1"}),
    ],
)
def test_reads_what_is_written(line, expected):
    (parameter,) = found(line)
    name = parameter.pop("name")
    assert (line.startswith(name), parameter) == (True, expected)


def test_keeps_the_order_of_the_cells_and_leaves_other_comments_alone():
    source = "%matplotlib inline\n# 0..1 of nothing\nb = 1.0  # 0..1\nname = '# 0..9'  # what it is called\nepochs = 5"
    assert [one["name"] for one in found(source, "a = 1.0  # 0..2\nc = 7  # seven")] == ["b", "a"]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("lr = 0.1  # 1..1", "the range of lr is empty: 1 is not above 1"),
        ("lr = 0.1  # 2..1", "the range of lr is empty"),
        ("lr = 0.1  # 0..1 log", "must begin above 0, not at 0"),
        ("lr = 0.1  # 0.1..", "`0.1..` is no range"),
        ("lr = 0.1  # ..5", "`..5` is no range"),
        ("lr = 0.1  # 0..1 logarithmic", "is no range"),
        ("lr = 'fast'  # 0..1", "lr is 'fast', but its range is of numbers"),
        ("n = 3  # 0.5..5", "n is the whole number 3, but its range is not; write 3.0"),
        ("deep = True  # 0..1", "deep is True, but its range is of numbers"),
        ("units = 64  # {}", "units has no values to try"),
        ("units = 64  # {32, 'many'}", "must be all numbers"),
        ("units = 64  # {True, 1}", "must be all numbers"),
        ("units = 64  # {None}", "must be all numbers"),
        ("units = 64  # {32, 32}", "units has a value twice"),
        ("units = 64  # {32, 64", "cannot be read"),
        ("units = 64  # {f(1)}", "cannot be read"),
        ("units = 64  # {1: 2}", "cannot be read"),
        ("units = '64'  # {32, 64}", "units is '64', but the values to try are numbers"),
        ("a, b = 1, 2  # 0..1", "a range stands behind `name = value`"),
        ("print(1)  # 0..1", "a range stands behind `name = value`"),
        ("x = 1.0  # 0..1\nx = 2.0  # 0..1", "x has a range already"),
    ],
)
def test_says_what_is_wrong_and_where(line, sentence):
    with pytest.raises(KubeflowLabError) as refused:
        found("first = 1", line)
    assert sentence in str(refused.value)
    number = line.count("\n") + 1
    assert str(refused.value).startswith(f"Line {number} of the parameters in cell c1: ")


def test_says_which_cell_cannot_be_read():
    with pytest.raises(KubeflowLabError, match="The parameters in cell c0 cannot be read"):
        found("lr = ")
