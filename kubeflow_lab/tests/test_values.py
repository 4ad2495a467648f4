"""Values as they are stored and read again: the same, of the same type, with the same description each time."""

from __future__ import annotations

import datetime
import json
import math
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import numpy
import pandas
import polars
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as st_numpy
from hypothesis.extra import pandas as st_pandas

from kubeflow_lab.values import LoadError, StoreError, load, read_meta, store
from kubeflow_lab.values.describe import HEAD_CHARACTERS, head

MANY = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def through(value, folder: Path):
    """The value after its way through a folder.

    The description of what came back must be the same byte for byte; only a pickle may differ in its own bytes, as it
    also tells which equal parts are one object.
    """
    meta = store(value, folder)
    first = (folder / "meta.json").read_bytes()
    assert read_meta(folder) == meta
    assert sorted(path.name for path in folder.iterdir()) == ["meta.json", next(folder.glob("value.*")).name]
    found = load(folder)
    again = store(found, folder)
    if meta.format == "cloudpickle":
        assert replace(again, bytes=meta.bytes, sha256=meta.sha256) == meta
    else:
        assert (folder / "meta.json").read_bytes() == first
    return found


def same(found, value) -> bool:
    """Equal, of the same types all the way down, with NaN equal to NaN and -0.0 not equal to 0.0."""
    if type(found) is not type(value):
        return False
    if isinstance(value, (list, tuple)):
        return len(found) == len(value) and all(map(same, found, value))
    if isinstance(value, dict):
        return same(list(found.items()), list(value.items()))
    if isinstance(value, float):
        return repr(found) == repr(value)
    return found == value


PLAIN = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters())
    | st.binary()
    | st.decimals(allow_nan=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner) | st.tuples(inner, inner),
    max_leaves=12,
)


@given(PLAIN)
@example(10**5000)
@example("\ud800")
@example([-0.0, math.nan, -math.inf, 2**63])
@example({"é": [{}], "": None})
@MANY
def test_python_values(tmp_path, value):
    assert same(through(value, tmp_path / "v"), value)


def test_two_names_for_one_list_stay_one(tmp_path):
    inner = [1]
    found = through([inner, inner], tmp_path / "v")
    assert found[0] is found[1]


@pytest.mark.parametrize(
    ("value", "kind", "shape"),
    [
        (1, "json", ""),
        ({"a": [1.5, None]}, "json", "1 item"),
        ("abc", "json", "3 characters"),
        ((1, 2), "cloudpickle", "2 items"),
        ({1: 2}, "cloudpickle", "1 item"),
        ({1, 2}, "cloudpickle", "2 items"),
        (math.inf, "cloudpickle", ""),
        ("x" * 70000, "cloudpickle", "70000 characters"),
        (list(range(9000)), "cloudpickle", "9000 items"),
        (numpy.zeros((2, 3)), "numpy", "2 × 3"),
        (numpy.float64(1), "cloudpickle", ""),
        (numpy.array([{}]), "cloudpickle", "1"),
        (numpy.ma.array([1], mask=[True]), "cloudpickle", "1"),
        (pandas.DataFrame({"a": [1, 2]}), "pandas", "2 × 1"),
        (pandas.DataFrame({"a": [1, {}]}), "cloudpickle", "2 × 1"),
        (pandas.DataFrame({1: [1]}), "cloudpickle", "1 × 1"),
        (pandas.DataFrame({"a": ["x"]}, index=["r"]), "pandas", "1 × 1"),
        (pandas.DataFrame(), "cloudpickle", "0 × 0"),
        (pandas.Series([1.5], name="é:"), "pandas-series", "1"),
        (pandas.Series([1.5], name=3), "cloudpickle", "1"),
        (polars.DataFrame({"a": [1, 2]}), "polars", "2 × 1"),
        (polars.DataFrame(), "cloudpickle", "0 × 0"),
    ],
)
def test_each_type_has_its_format_and_its_shape(tmp_path, value, kind, shape):
    meta = store(value, tmp_path / "v")
    assert (meta.format, meta.shape) == (kind, shape)


@given(
    st_numpy.arrays(st_numpy.scalar_dtypes(), st_numpy.array_shapes(min_dims=0, min_side=0, max_side=4)), st.booleans()
)
@MANY
def test_arrays(tmp_path, array, is_transposed):
    array = array.T if is_transposed else array
    found = through(array, tmp_path / "v")
    assert (found.dtype, found.shape) == (array.dtype, array.shape)
    assert found.tobytes("A") == array.tobytes("A")


COLUMNS = st_pandas.data_frames(
    [
        st_pandas.column("whole", dtype=int),
        st_pandas.column("small", dtype=numpy.uint8),
        st_pandas.column("real", dtype=float),
        st_pandas.column("flag", dtype=bool),
        st_pandas.column("when", dtype="datetime64[ns]"),
        st_pandas.column("long", dtype="timedelta64[ns]"),
        st_pandas.column("text", elements=st.text(st.characters(exclude_categories=["Cs"]), max_size=4), dtype=str),
        st_pandas.column("any", elements=st.none() | st.integers(0, 9) | st.text("ab"), dtype=object),
    ],
    index=st_pandas.range_indexes()
    | st_pandas.indexes(dtype=int)
    | st_pandas.indexes(elements=st.text("ab"), dtype=object),
)


@given(COLUMNS, st.sets(st.sampled_from(["whole", "real", "when", "text", "any", "kind", "zone"]), min_size=1))
@MANY
def test_pandas_frames(tmp_path, frame, chosen):
    frame = frame.assign(kind=frame["text"].astype("category"), zone=frame["when"].dt.tz_localize("UTC"))
    frame = frame[sorted(chosen)]
    pandas.testing.assert_frame_equal(through(frame, tmp_path / "v"), frame, check_freq=True, check_exact=True)
    series = frame[frame.columns[0]]
    pandas.testing.assert_series_equal(through(series, tmp_path / "s"), series, check_freq=True, check_exact=True)


FRAME = pandas.DataFrame({"a": [1, 2, 3], "b": ["x", None, "z"]})


@pytest.mark.parametrize(
    "frame",
    [
        FRAME.set_index("a"),
        FRAME.set_index(pandas.date_range("2026-01-01", periods=3, freq="D", name="day")),
        FRAME.set_index(pandas.to_datetime(["2026-01-01", "2026-02-01", "2026-03-01"]).as_unit("s")),
        FRAME.set_index(["a", "b"]),
        FRAME.set_index(FRAME["b"].astype("category")),
        FRAME.set_index(pandas.RangeIndex(3, 9, 2, name="n")),
        FRAME.assign(b=FRAME["b"].astype(pandas.CategoricalDtype(["z", "x", "unused"], ordered=True))),
        FRAME.assign(a=pandas.array([1, None, 3], dtype="Int64")),
        FRAME.assign(a=pandas.to_datetime(["2026-01-01"] * 3).as_unit("s")),
        FRAME.assign(a=numpy.array([1, 2, 3], dtype=numpy.float16)),
        FRAME.assign(a=pandas.period_range("2026-01", periods=3, freq="M")),
        FRAME.assign(a=[Decimal("1.5")] * 3),
        FRAME.assign(a=[(1, 2), (3,), ()]),
        FRAME.assign(a=[datetime.date(2026, 1, 1)] * 3),
        FRAME.rename_axis(columns="field"),
        FRAME.astype({"b": object}),
        pandas.concat([FRAME, FRAME], axis=1),
        FRAME.iloc[:0],
        FRAME[[]],
        FRAME.T,
    ],
)
def test_frames_that_parquet_would_change_come_back_as_they_were(tmp_path, frame):
    pandas.testing.assert_frame_equal(through(frame, tmp_path / "v"), frame, check_freq=True, check_exact=True)


def test_what_hangs_on_a_frame_stays_on_it(tmp_path):
    frame = FRAME.copy()
    frame.attrs["source"] = ("a", 1)
    assert through(frame, tmp_path / "v").attrs == {"source": ("a", 1)}


@pytest.mark.parametrize(
    "columns",
    [
        {"a": [1, None], "b": ["x", None], "c": [[1], []]},
        {"when": [datetime.datetime(2026, 1, 1), None], "long": [datetime.timedelta(1), None]},  # noqa: DTZ001
        {"kind": polars.Series(["x", "y"], dtype=polars.Categorical)},
        {"kind": polars.Series(["x", "y"], dtype=polars.Enum(["y", "x", "z"]))},
        {"struct": [{"a": 1}, {"a": 2}]},
        {"none": [None, None]},
        {"price": [Decimal("1.50"), Decimal("2.25")]},
    ],
)
def test_polars_frames(tmp_path, columns):
    frame = polars.DataFrame(columns)
    store(frame, tmp_path / "v")
    found = load(tmp_path / "v")
    assert found.schema == frame.schema
    assert found.rows() == frame.rows()


def test_a_polars_frame_of_any_objects_cannot_be_stored(tmp_path):
    with pytest.raises(StoreError, match="Object is not supported"):
        store(polars.DataFrame({"any": polars.Series([{}], dtype=polars.Object)}), tmp_path / "v")


class Unspeakable:
    """Foreign code that fails when it is only asked for its text."""

    def __repr__(self):
        raise RuntimeError("no text")


def test_the_description_tells_how_a_value_begins_and_no_address(tmp_path):
    assert store(FRAME, tmp_path / "v").head.splitlines()[0].split() == ["a", "b"]
    assert store(object(), tmp_path / "v").head == "<object object>"
    assert head(Unspeakable()) == "<Unspeakable instance>"
    long = store("x" * 5000, tmp_path / "v").head
    assert len(long) <= HEAD_CHARACTERS
    assert store(list(range(5000)), tmp_path / "v").head.endswith("...]")
    assert json.loads((tmp_path / "v" / "meta.json").read_text())["python"] == "{}.{}".format(*sys.version_info)


def test_nothing_heavy_is_imported_for_a_plain_value(tmp_path):
    script = (
        "import sys; from pathlib import Path; from kubeflow_lab.values import load, store;"
        f"store({{'a': 1}}, Path({str(tmp_path)!r}) / 'v'); load(Path({str(tmp_path)!r}) / 'v');"
        "print([name for name in ('numpy', 'pandas', 'polars', 'pyarrow', 'sklearn', 'joblib', 'cloudpickle', 'torch')"
        " if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"python": "3.8"}, "was stored by Python 3.8 and cannot be loaded by Python"),
        ({"packages": {"numpy": "99.0.0"}}, "was stored with numpy 99.0.0 and cannot be loaded with numpy"),
        ({"packages": {"no_such_package": "1.0"}}, "needs the package no_such_package, which this image does not have"),
        ({"format": "unknown"}, "is in the format 'unknown', which this version does not know"),
        ({"sha256": "0"}, "was changed after it was stored"),
    ],
)
def test_a_value_from_elsewhere_is_a_sentence(tmp_path, change, sentence):
    store((numpy.float64(1),), tmp_path / "weights")
    path = tmp_path / "weights" / "meta.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **change}))
    with pytest.raises(LoadError) as caught:
        load(tmp_path / "weights")
    assert sentence in str(caught.value)
    assert "weights" in str(caught.value)


def test_tables_and_arrays_are_read_by_other_versions(tmp_path):
    store(numpy.arange(3), tmp_path / "v")
    path = tmp_path / "v" / "meta.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "python": "3.8", "packages": {"numpy": "1.26.4"}}))
    assert load(tmp_path / "v").tolist() == [0, 1, 2]


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"format": "json"}'])
def test_a_description_that_is_none(tmp_path, content):
    (tmp_path / "meta.json").write_text(content)
    with pytest.raises(LoadError):
        load(tmp_path)


def test_a_value_that_cannot_be_stored_leaves_nothing(tmp_path):
    with pytest.raises(StoreError, match=r"gen \(generator\)"):
        store((one for one in range(3)), tmp_path / "gen")
    assert list((tmp_path / "gen").iterdir()) == []
