"""What our extension of jupyter_server answers, below its base_url."""

from __future__ import annotations

from jupyter_server.utils import url_path_join
from tornado import web

from kubeflow_lab.files_proxy import FileHandler
from kubeflow_lab.load_handler import LoadHandler
from kubeflow_lab.proxy import ApiHandler, StatusHandler
from kubeflow_lab.ranges_handler import RangesHandler
from kubeflow_lab.repository_handler import RepositoryHandler
from kubeflow_lab.submit import SubmitHandler
from kubeflow_lab.train_handler import TrainHandler


def add_handlers(web_app: web.Application) -> None:
    """Adds our handlers to the Jupyter server."""
    base = url_path_join(web_app.settings["base_url"], "kubeflow-lab")
    web_app.add_handlers(
        ".*$",
        [
            (url_path_join(base, "status"), StatusHandler),
            (url_path_join(base, "submit"), SubmitHandler),
            (url_path_join(base, "train"), TrainHandler),
            (url_path_join(base, "ranges"), RangesHandler),
            (url_path_join(base, "load"), LoadHandler),
            (url_path_join(base, "repository"), RepositoryHandler),
            (url_path_join(base, r"api/(namespaces/[^/]+/files/.+)"), FileHandler),
            (url_path_join(base, r"api/(.*)"), ApiHandler),
        ],
    )
