"""The project's bucket, where models lie at `models/<name>/<version>/`."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kubeflow_lab.errors import KubeflowLabError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

META_FILE = "meta.json"
VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")


class ModelBucket:
    """Reads and writes as the keys in the environment allow."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        """Raises KubeflowLabError where this process has no keys of a bucket."""
        environment = os.environ if environment is None else environment
        self.name = environment.get("KUBEFLOW_LAB_BUCKET", "")
        if not self.name or not environment.get("AWS_ACCESS_KEY_ID"):
            raise KubeflowLabError(
                "This kernel has no keys of the project's bucket, where models are kept. "
                "Stop the notebook server and start it again; on a laptop, deploy from a notebook server."
            )
        import boto3
        from botocore.config import Config

        config = Config(connect_timeout=5, retries={"max_attempts": 3}, s3={"addressing_style": "path"})
        self._s3 = boto3.client(
            "s3",
            config=config,
            endpoint_url=environment.get("AWS_ENDPOINT_URL"),
            region_name=environment.get("AWS_DEFAULT_REGION"),
            aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=environment.get("AWS_SECRET_ACCESS_KEY"),
        )

    def versions(self, name: str) -> list[str]:
        """The stored versions of a model."""
        prefix = f"models/{name}/"
        with self._sentences():
            pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=prefix, Delimiter="/")
            found = [one["Prefix"] for page in pages for one in page.get("CommonPrefixes", [])]
        return [one[len(prefix) : -1] for one in found]

    def free_version(self, name: str, wanted: str) -> str:
        """`wanted`, or with `auto` the number after the highest one. Raises KubeflowLabError where it is taken."""
        taken = self.versions(name)
        if wanted == "auto":
            return str(max((int(one) for one in taken if one.isascii() and one.isdigit()), default=0) + 1)
        if not VERSION.fullmatch(wanted):
            raise KubeflowLabError(f"{wanted!r} cannot be a version; use letters, digits, dots and dashes, as in 1.2.")
        if wanted in taken:
            raise KubeflowLabError(
                f"Version {wanted} of {name} is stored already; choose another one, or leave --version out."
            )
        return wanted

    def uri(self, name: str, version: str) -> str:
        """The address of a version's folder."""
        return f"s3://{self.name}/models/{name}/{version}"

    def put(self, name: str, version: str, folder: Path, meta: dict[str, Any]) -> None:
        """Stores the files of a version: what is known of it first, so that a folder with a model is a whole one."""
        prefix = f"models/{name}/{version}"
        with self._sentences():
            text = json.dumps(meta, indent=2, ensure_ascii=False).encode()
            self._s3.put_object(Bucket=self.name, Key=f"{prefix}/{META_FILE}", Body=text)
            for path in sorted(path for path in folder.rglob("*") if path.is_file()):
                self._s3.upload_file(str(path), self.name, f"{prefix}/{path.relative_to(folder).as_posix()}")

    def remove(self, name: str, version: str) -> None:
        """Takes a version away that nothing serves."""
        prefix = f"models/{name}/{version}/"
        with self._sentences():
            pages = self._s3.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=prefix)
            for key in [one["Key"] for page in pages for one in page.get("Contents", [])]:
                self._s3.delete_object(Bucket=self.name, Key=key)

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        from boto3.exceptions import Boto3Error
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except ClientError as error:
            reason = error.response.get("Error", {}).get("Message") or str(error)
            raise KubeflowLabError(f"The project's bucket {self.name} refuses: {reason}") from error
        except (BotoCoreError, Boto3Error) as error:
            raise KubeflowLabError(f"The project's bucket {self.name} cannot be reached: {error}") from error
