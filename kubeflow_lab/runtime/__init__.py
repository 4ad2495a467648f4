"""Runs the code of a training job inside its pod: `python -m kubeflow_lab.runtime FILE`.

Needs nothing but the standard library and IPython, on Python 3.9 or later.
"""
