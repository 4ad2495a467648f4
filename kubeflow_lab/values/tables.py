"""Data frames as Parquet, where Parquet gives back the same frame; else they are pickled.

What Parquet would change: columns of any objects, names that are not texts, several levels of names, the frequency of
dates, attributes. The types of the columns are compared with what stands in the file before it counts as stored.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kubeflow_lab.values.errors import NotThisFormatError
from kubeflow_lab.values.format import is_from

# Booleans, whole and floating numbers, dates and durations.
PLAIN_KINDS = "biufmM"
SERIES_COLUMN = "value"


class PandasFormat:
    """A pandas DataFrame."""

    name = "pandas"
    extension = "parquet"
    packages = ("pandas", "pyarrow")
    is_portable = True

    def takes(self, value: Any) -> bool:
        """Not a subclass: that has more to it than a frame."""
        if not is_from(value, "pandas"):
            return False
        import pandas

        return type(value) is pandas.DataFrame

    def write(self, value: Any, path: Path) -> frozenset[str]:
        """Raises NotThisFormatError for a frame that Parquet would change, and where there is no pyarrow."""
        _require_plain_frame(value)
        _write_frame(value, path)
        return frozenset()

    def read(self, path: Path, _namespace: dict[str, Any]) -> Any:
        """The frame with its index."""
        import pandas

        return pandas.read_parquet(path, engine="pyarrow")


class SeriesFormat:
    """A pandas Series, as a frame of one column."""

    name = "pandas-series"
    extension = "parquet"
    packages = ("pandas", "pyarrow")
    is_portable = True

    def takes(self, value: Any) -> bool:
        """A Series with a name that can be the column's, or without one."""
        if not is_from(value, "pandas"):
            return False
        import pandas

        return type(value) is pandas.Series and (value.name is None or type(value.name) is str)

    def write(self, value: Any, path: Path) -> frozenset[str]:
        """Raises NotThisFormatError as for frames."""
        if value.attrs:
            raise NotThisFormatError
        name = f"{SERIES_COLUMN}:{value.name}" if value.name is not None else SERIES_COLUMN
        frame = value.to_frame(name)
        _require_plain_frame(frame)
        _write_frame(frame, path)
        return frozenset()

    def read(self, path: Path, _namespace: dict[str, Any]) -> Any:
        """The Series with its index and name."""
        import pandas

        frame = pandas.read_parquet(path, engine="pyarrow")
        _, separator, name = frame.columns[0].partition(":")
        series = frame.iloc[:, 0]
        series.name = name if separator else None
        return series


class PolarsFormat:
    """A polars DataFrame."""

    name = "polars"
    extension = "parquet"
    packages = ("polars",)
    is_portable = True

    def takes(self, value: Any) -> bool:
        """Not a LazyFrame: that is a plan, not data."""
        if not is_from(value, "polars"):
            return False
        import polars

        return type(value) is polars.DataFrame and value.width > 0

    def write(self, value: Any, path: Path) -> frozenset[str]:
        """Raises NotThisFormatError where a column would come back as another type."""
        import polars

        try:
            value.write_parquet(path)
            same = dict(polars.read_parquet_schema(path)) == dict(value.schema)
        except Exception as error:
            # polars ends with errors of many types, a panic among them, for what Parquet does not have.
            raise NotThisFormatError from error
        if not same:
            raise NotThisFormatError
        return frozenset()

    def read(self, path: Path, _namespace: dict[str, Any]) -> Any:
        """The frame."""
        import polars

        return polars.read_parquet(path, memory_map=False)


def _require_plain_frame(frame: Any) -> None:
    """Raises NotThisFormatError for names and indexes that Parquet does not keep, and columns of objects."""
    import pandas

    names = frame.columns
    is_plain = (
        not frame.attrs
        and names.nlevels == 1
        and names.name is None
        and names.is_unique
        and len(names) > 0
        and all(type(name) is str for name in names)
        and _is_plain_index(frame.index)
        and all(_is_plain_type(frame[name].dtype) for name in names)
    )
    if not is_plain or frame.index.name in names or isinstance(names, pandas.MultiIndex):
        raise NotThisFormatError


def _is_plain_index(index: Any) -> bool:
    import pandas

    named = index.name is None or type(index.name) is str
    if isinstance(index, pandas.RangeIndex):
        return named
    is_one = index.nlevels == 1 and getattr(index, "freq", None) is None
    return named and is_one and type(index.dtype) is not pandas.CategoricalDtype and _is_plain_type(index.dtype)


def _is_plain_type(dtype: Any) -> bool:
    import numpy
    import pandas

    if isinstance(dtype, numpy.dtype):
        return dtype.kind in PLAIN_KINDS and dtype != numpy.float16
    if isinstance(dtype, pandas.CategoricalDtype):
        return _is_plain_type(dtype.categories.dtype)
    return isinstance(dtype, (pandas.StringDtype, pandas.DatetimeTZDtype))


def _write_frame(frame: Any, path: Path) -> None:
    """Writes row group by row group, and compares the types in the file with those of the frame."""
    import pandas

    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise NotThisFormatError from error
    try:
        frame.to_parquet(path, engine="pyarrow", index=None)
    except (ArrowException, ValueError, TypeError, OverflowError) as error:
        raise NotThisFormatError from error
    categories = [name for name in frame.columns if isinstance(frame[name].dtype, pandas.CategoricalDtype)]
    with ParquetFile(path) as file:
        kept = file.schema_arrow.empty_table().to_pandas()
    same = [kept[name].dtype == frame[name].dtype for name in frame.columns if name not in categories]
    if categories:
        # Categories stand in the data, not in its schema.
        read = pandas.read_parquet(path, engine="pyarrow", columns=categories)
        same += [_are_same_categories(read[name].dtype, frame[name].dtype) for name in categories]
    same += [
        kept.columns.dtype == frame.columns.dtype,
        isinstance(frame.index, pandas.RangeIndex) or kept.index.dtype == frame.index.dtype,
    ]
    if not all(same):
        raise NotThisFormatError


def _are_same_categories(found: Any, wanted: Any) -> bool:
    return (
        found == wanted
        and list(found.categories) == list(wanted.categories)
        and found.categories.dtype == wanted.categories.dtype
        and found.ordered == wanted.ordered
    )
