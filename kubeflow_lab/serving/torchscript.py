"""Models of torch as TorchScript, which needs none of the classes that made them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from .failure import ServingError, one_line


class ScriptModel:
    """Answers with the tensor that the module returns."""

    def __init__(self, path: Path) -> None:
        """Raises ServingError for what torch has pickled in another form."""
        import torch

        self._torch = torch
        torch.set_num_threads(1)
        try:
            self._module = torch.jit.load(str(path), map_location="cpu").eval()
        except RuntimeError as error:
            raise ServingError(
                f"The file {path.name} cannot be read as TorchScript ({one_line(error)[:200]}); "
                "store it by torch.jit.script(model).save(path)."
            ) from error
        self._type = next((one.dtype for one in self._module.parameters()), torch.float32)

    def predict(self, rows: Any) -> np.ndarray:
        """What the module returns for an array or a table. Raises ValueError and TypeError for what is not served."""
        tensor = self._torch.tensor(np.asarray(rows).tolist(), dtype=self._type)
        try:
            with self._torch.no_grad():
                answer = self._module(tensor)
        except RuntimeError as error:
            # Of a script's traceback the last line says what is wrong.
            raise ValueError(str(error).strip().splitlines()[-1]) from error
        if not isinstance(answer, self._torch.Tensor):
            raise TypeError(f"The model returns a {type(answer).__name__}; models that return one tensor are served.")
        return answer.numpy()
