"""Rows and answers of KServe's second protocol, as its package hands tensors over."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from kubeflow_lab.serving.tensors import as_tensors, rows_of_tensors

# What KServe 0.20 has names for (kserve.utils.numpy_codec), among what models answer.
KNOWN = (np.bool_, np.int64, np.float32, np.float64, np.object_)


@dataclass
class Tensor:
    """An input as `InferInput` is one."""

    name: str
    values: np.ndarray

    def as_numpy(self):
        return self.values


@pytest.mark.parametrize(
    "answer",
    [
        np.array(["good", "bäd"]),
        np.array(["good", "bäd".encode()], dtype=object),
        np.char.encode(np.array(["good", "bäd"]), "utf-8"),
        np.array(["good", "bäd"], dtype=np.dtypes.StringDType()),
        ["good", "bäd"],
    ],
    ids=["numpy", "objects", "bytes", "strings", "list"],
)
def test_answers_that_are_texts_are_objects(answer):
    tensor = as_tensors(answer)
    assert tensor.dtype == object
    assert tensor.tolist() == ["good", "bäd"]
    assert {type(one) for one in tensor} == {str}


def test_texts_keep_their_shape():
    assert as_tensors([["a", "b"], ["c", "d"]]).tolist() == [["a", "b"], ["c", "d"]]
    assert as_tensors(np.empty((0, 2), dtype="U1")).shape == (0, 2)


@pytest.mark.parametrize("dtype", [bool, np.int64, np.float32])
def test_answers_that_are_numbers_stay_as_they_are(dtype):
    answer = np.array([0, 1], dtype=dtype)
    assert as_tensors(answer) is answer


def test_columns_of_a_table_have_types_that_are_known():
    columns = {"name": pd.Series(["a", "b"], dtype="string"), "kind": pd.Categorical(["x", "y"]), "size": [1.5, 2.5]}
    table = as_tensors(pd.DataFrame(columns))
    assert all(dtype.type in KNOWN for dtype in table.dtypes)
    assert table.to_dict(orient="list") == {"name": ["a", "b"], "kind": ["x", "y"], "size": [1.5, 2.5]}


def test_answers_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="inhomogeneous"):
        as_tensors([[1], [1, 2]])


def test_one_tensor_holds_the_rows():
    # By gRPC, texts come as bytes.
    rows = rows_of_tensors([Tensor("rows", np.array([[b"a", b"\xc3\xa4"]], dtype=object))])
    assert rows.tolist() == [["a", "ä"]]
    numbers = np.array([[1.0, 2.0]])
    assert rows_of_tensors([Tensor("rows", numbers)]) is numbers


def test_several_tensors_are_the_columns_of_a_table():
    tensors = [Tensor("size", np.array([[1.5], [2.5]])), Tensor("place", np.array([b"a", b"b"], dtype=object))]
    table = rows_of_tensors(tensors)
    assert list(table.columns) == ["size", "place"]
    assert table.to_numpy().tolist() == [[1.5, "a"], [2.5, "b"]]
    with pytest.raises(ValueError, match="same length"):
        rows_of_tensors([Tensor("a", np.zeros(2)), Tensor("b", np.zeros((2, 2)))])
