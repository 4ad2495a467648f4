"""Runs code of a notebook inside a pod: `python -m kubeflow_lab.runtime FILE` a job's, `… step` a pipeline's step.

Needs nothing but the standard library and IPython, on Python 3.9 or later; a value's own package, and cloudpickle
where it has no format of its own.
"""
