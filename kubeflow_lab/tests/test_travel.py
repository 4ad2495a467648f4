"""What travels with a cell: supporting cells, modules, and what is said before the launch."""

from __future__ import annotations

import json
import os
import time

import pytest

from kubeflow_lab.errors import KubeflowLabError
from kubeflow_lab.modules import local_modules
from kubeflow_lab.names import Part, require_defined_names, undefined_names
from kubeflow_lab.source import is_launch, running_cell, split_magic
from kubeflow_lab.travel import notebook_path, pack, read_notebook


def cell(source, *tags, identity=None, kind="code"):
    found = {"cell_type": kind, "metadata": {"tags": list(tags)}, "source": source}
    return found if identity is None else {**found, "id": identity}


@pytest.fixture
def notebook(tmp_path):
    cells = [
        cell("# A title\n", kind="markdown", identity="md"),
        cell(["import os\n", "import helper"], "imports", identity="imports"),
        cell("rate = 1", "parameters"),
        cell("scratch = 1", "skip", identity="scratch"),
        cell("%%tfjob --name x\npass", "functions", identity="other-launch"),
        cell("def f():\r\n    return rate", "functions", "slow", identity="functions"),
        cell("%%tfjob --name digits\nf()", "functions", identity="launch"),
    ]
    path = tmp_path / "train.ipynb"
    path.write_text(json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}))
    (tmp_path / "helper.py").write_bytes(b"from pkg import deep\r\nimport json, missing\r\n")
    (tmp_path / "unused.py").write_text("raise RuntimeError")
    for name in ("pkg/deep.py", "pkg/sub/more.py", "pkg/__pycache__/no.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("import other")
    (tmp_path / "other.py").write_text("import helper")
    return path


def packed(notebook, source, line=2):
    return pack(source, cell_id="launch", line=line, notebook=read_notebook(notebook), folder=notebook.parent)


def test_tagged_cells_travel_in_order_and_byte_for_byte(notebook):
    travel = packed(notebook, "f()\r\n")
    assert travel.code["cells"] == [
        {"id": "imports", "source": "import os\nimport helper"},
        {"id": "2", "source": "rate = 1"},
        {"id": "functions", "source": "def f():\r\n    return rate"},
        {"id": "launch", "source": "f()\r\n"},
    ]
    assert travel.code["parameters"] == {}
    assert travel.notice.startswith("3 tagged cells travel along, as saved in train.ipynb at ")


def test_modules_travel_with_those_that_they_import(notebook):
    modules = {one["path"]: one["source"] for one in packed(notebook, "f()").code["modules"]}
    assert list(modules) == ["helper.py", "other.py", "pkg/deep.py", "pkg/sub/more.py"]
    assert modules["helper.py"] == "from pkg import deep\r\nimport json, missing\r\n"


@pytest.mark.parametrize(
    ("source", "paths"),
    [
        ("from pkg.deep import x", ["helper.py", "other.py", "pkg/deep.py", "pkg/sub/more.py"]),
        ("%%time\nimport unused", ["unused.py"]),
        ("if True:\n    def g():\n        import unused", ["unused.py"]),
        ("!ls\n%pip install x\nimport unused", ["unused.py"]),
        ("from . import unused", []),
        ("text = 'import unused'", []),
        ("import json, os.path", []),
    ],
)
def test_imports_are_found_wherever_they_stand(notebook, source, paths):
    assert [one.path for one in local_modules([source], notebook.parent)] == paths


def test_a_module_that_is_not_utf8_is_named(tmp_path):
    (tmp_path / "latin.py").write_bytes(b"x = '\xe9'")
    with pytest.raises(KubeflowLabError, match=r"latin\.py is not UTF-8"):
        local_modules(["import latin"], tmp_path)


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("x = 1\nprint(x, __name__, get_ipython(), display)", []),
        ("frame.head()", [("frame", 2)]),
        ("\n\nfor i in range(3):\n    model.fit(data)\nmodel", [("model", 5), ("data", 5)]),
        ("from numpy import *\narray", []),
        ("def f():\n    return later\nlater = 1", []),
        ("try:\n    x\nexcept NameError:\n    x = 1", []),
        ("import x  # noqa\ny  # noqa: F821", []),
        ("%time value = 1\n!echo {value}\nvalue\nlost", [("lost", 5)]),
        ("%%time\ny = 1\nlost", [("lost", 4)]),
        ("later = await asyncio.sleep(0)\nlater", []),
        ("a = 1\r\nb\rc", [("b", 3), ("c", 4)]),
        ("a = 1\n\x0cb", [("b", 3)]),
    ],
)
def test_names_that_nothing_defines(source, names):
    found = undefined_names([Part("the cell", source, 2)])
    assert [(one.name, one.line) for one in found] == names


def test_an_undefined_name_is_said_with_cell_line_and_remedy(notebook):
    with pytest.raises(KubeflowLabError) as caught:
        packed(notebook, "f()\nscratch + lost", line=3)
    sentence = str(caught.value)
    assert sentence.startswith("scratch is not defined in what travels with this cell (line 4 of the cell).")
    assert "lost (line 4)" in sentence
    assert "imports, functions or parameters" in sentence


def test_a_name_in_a_supporting_cell_is_placed_there():
    parts = [Part("cell a", "x = 1", 1), Part("cell b", "\nx\nnothing", 1), Part("the cell", "x", 2)]
    with pytest.raises(KubeflowLabError, match=r"nothing is not defined .* \(line 3 of cell b\)"):
        require_defined_names(parts)


@pytest.mark.parametrize(("source", "line"), [("x = 1\ny = = 2", 3), ("\n\nx = (", 4), ("x\0y", 2)])
def test_a_cell_that_is_not_python_is_said_with_its_line(source, line):
    with pytest.raises(KubeflowLabError, match=f"Line {line} of the cell is not valid Python"):
        undefined_names([Part("the cell", source, 2)])


def test_half_a_character_cannot_travel(tmp_path):
    with pytest.raises(KubeflowLabError, match="Line 2 of the cell"):
        pack("x = 1\ny = '\ud83d'", cell_id="a", line=2, notebook=None, folder=tmp_path)


@pytest.mark.parametrize(
    ("cell_text", "expected"),
    [
        ("%%tfjob --name a\nx\n", ("x\n", 2)),
        ("%%tfjob --name a\r\nx\r\n", ("x\r\n", 2)),
        ("\n \n%%tfjob\n\n x", ("\n x", 4)),
        ("  %%tfjob --name a\n  x", ("  x", 2)),
        ("%%time\n%%tfjob --name a\nx", ("x", 3)),
        ("%%tfjob --name a", ("", 2)),
        ("%%tfjob --name a\x0cx\x0cy", ("x\x0cy", 2)),
        ("x = 1\n%%tfjob", None),
        ("%%tfjobs\nx", None),
        ("", None),
    ],
)
def test_only_the_magics_line_is_taken_away(cell_text, expected):
    assert split_magic(cell_text, "tfjob") == expected
    assert is_launch(cell_text) == (expected is not None)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("%pipeline submit", True),
        ("# once a day\nrun = %pipeline submit \\\n  --name nightly\n\n%sweep pipeline --name a", True),
        ("%%mpijob --name a\nx", True),
        ("%pipeline submit\nx = 1", False),
        ("%pipelines", False),
        ("# nothing", False),
    ],
)
def test_a_cell_that_only_launches_something_is_no_code(source, expected):
    assert is_launch(source) == expected


def test_a_magic_that_is_called_by_code_gets_what_it_was_given():
    message = {"content": {"code": "get_ipython().run_cell_magic('tfjob', '', 'x')"}, "metadata": {}}
    found = running_cell(message, "tfjob", "x\n")
    assert (found.text, found.cell_id, found.has_front_end) == ("x\n", "cell", False)


def test_the_notebook_is_the_one_that_jupyter_names_if_it_is_there(notebook):
    assert notebook_path({"JPY_SESSION_NAME": str(notebook)}) == notebook
    for name in ("", "console-1", str(notebook.parent / "moved.ipynb")):
        assert notebook_path({"JPY_SESSION_NAME": name}) is None


@pytest.mark.parametrize("written", [b"", b'{"cells": [', '{"cells": [], "metadata": {"name": "é'.encode()[:-1]])
def test_a_file_that_is_just_being_written_is_read_when_it_is_whole(tmp_path, monkeypatch, written):
    path = tmp_path / "saved.ipynb"
    path.write_bytes(written)
    begun = time.time() - 5
    os.utime(path, (begun, begun))
    monkeypatch.setattr("kubeflow_lab.travel.time.sleep", lambda _: path.write_bytes(b'{"cells": []}'))
    assert read_notebook(path).cells == ()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "it is empty"),
        (b'{"cells": [', r"it is not JSON \(line 1, column 12: Expecting value\)"),
        (b'{"cells": "\xe9"}', "byte 12 is not UTF-8"),
        (b"[1]", "it is JSON, but no notebook"),
        (b"{}", "it is JSON, but no notebook"),
        (b'{"nbformat": 3, "worksheets": []}', "it is of an older format"),
        (b'{"cells": "x"}', "it is JSON, but no notebook"),
        (b'{"cells": [1]}', "its cells are not those of a notebook"),
        (b'{"cells": [{"cell_type": "code"}]}', "its cells are not those of a notebook"),
    ],
)
def test_a_file_that_is_no_notebook(tmp_path, content, why):
    path = tmp_path / "broken.ipynb"
    path.write_bytes(content)
    # Nobody is writing it any more.
    os.utime(path, (0, 0))
    with pytest.raises(KubeflowLabError, match=rf"^The notebook broken\.ipynb cannot be read: {why}\. Open it"):
        read_notebook(path)
