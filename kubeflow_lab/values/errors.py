"""What can go wrong with a value on its way from one step to another, as sentences for a person."""

from __future__ import annotations

from kubeflow_lab.errors import KubeflowLabError


class StoreError(KubeflowLabError):
    """A value that cannot leave the process that made it."""


class LoadError(KubeflowLabError):
    """A stored value that cannot be had here."""


class NotThisFormatError(Exception):
    """A format finds that it would not give back the same value, so another one is to be tried."""
