"""From the text of a cell in a real kernel to the body of the request: byte for byte."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kubeflow_lab.tests.platform_double import posted

pytestmark = pytest.mark.usefixtures("routes")

NASTY = [
    *("'", '"', "'''", '"""', "\\", "$HOME", "$(HOME)", "${trialParameters.x}", "`id`", "EOM", "\nEOM\n", "%s", "#"),
    *(
        "{{workflow.name}}",
        "{{=1+1}}",
        "{x}",
        "\r\n",
        "\n",
        "\t",
        "\x0c",
        "🎉",
        "é",
        "\u2028",
        "\x85",
        "\ufeff",
        "\n%%x",
    ),
]


def code_with(text):
    """Python in which the text stands as it is, or, where no Python can hold it, in a comment of one line."""
    for source in (f"r'''{text} '''", f'r"""{text} """', f"# {text}"):
        if is_python(source):
            return source
    return "# " + text.translate(dict.fromkeys(map(ord, "\r\n\0")))


@given(st.lists(st.sampled_from(NASTY) | st.text(st.characters(exclude_categories=["Cs"]), max_size=8), max_size=12))
@example(NASTY)
@example([])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_code_arrives_byte_for_byte(kernel, double, parts):
    source = code_with("".join(parts))
    double.requests.clear()
    result = kernel.execute(f"%%tfjob --name a --image i\n{source}")
    assert result.is_ok, result.error
    assert posted(double)["code"]["cells"][-1]["source"] == source


def is_python(source):
    try:
        compile(source, "cell", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


@pytest.mark.parametrize("ending", ["", "\n", "\r\n", "\n\n", " "])
@pytest.mark.parametrize("head", ["%%tfjob --name a --image i\n", "\n\n%%tfjob --name a --image i\r\n"])
def test_the_ends_of_a_cell_arrive_as_they_are(kernel, double, head, ending):
    source = f"x = '''EOM\r\n\x0c'''{ending}"
    assert kernel.execute(head + source).is_ok
    assert posted(double)["code"]["cells"][-1]["source"] == source
