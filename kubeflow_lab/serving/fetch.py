"""`python -m serving.fetch URI FOLDER [URI FOLDER …]`: KServe's storage initializer."""

from __future__ import annotations

import sys

from kserve_storage import Storage

from .failure import ServingError, fail

USAGE = "Give pairs of an address and a folder."


def main(arguments: list[str]) -> None:
    """Fetches what lies at each address into the folder after it."""
    if not arguments or len(arguments) % 2 == 1:
        fail(ServingError(USAGE))
    try:
        Storage.download_files(arguments[::2], arguments[1::2])
    except ModuleNotFoundError as error:
        known = "this image fetches models from s3:// and http(s):// addresses"
        fail(ServingError(f"{arguments[0]} needs the package {error.name}; {known}."))
    except Exception as error:
        fail(error)


if __name__ == "__main__":
    main(sys.argv[1:])
