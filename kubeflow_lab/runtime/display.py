"""What cells display: in the log as text, and in the executed notebook, where there is one, as it is."""

from __future__ import annotations

from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher


class CellPublisher(DisplayPublisher):
    """What `display` and pictures of matplotlib come to."""

    def publish(
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *others: Any,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **options: Any,
    ) -> None:
        """As IPython's own; the notebook gets all forms of what is displayed."""
        notebook = self.shell.notebook
        if notebook is None:
            super().publish(data, metadata, *others, transient=transient, update=update, **options)
            return
        notebook.show(data, metadata or {}, (transient or {}).get("display_id"), update)
        with notebook.paused():
            super().publish(data, metadata, *others, transient=transient, update=update, **options)

    def clear_output(self, wait: bool = False) -> None:
        """As IPython's own."""
        notebook = self.shell.notebook
        if notebook is None:
            super().clear_output(wait)
            return
        notebook.clear(wait)
        with notebook.paused():
            super().clear_output(wait)


class CellDisplayHook(DisplayHook):
    """What the last expression of a cell comes to."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        """As IPython's own; the notebook gets all forms of the value."""
        notebook = self.shell.notebook
        if notebook is None:
            super().write_format_data(format_dict, md_dict)
            return
        notebook.result(format_dict, md_dict or {})
        with notebook.paused():
            super().write_format_data(format_dict, md_dict)
