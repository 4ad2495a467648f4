"""Chooses the values that the trials of a search try: a service that speaks Katib's `Suggestion` gRPC API.

Needs the packages of the extra `suggestion`. Started by `python -m kubeflow_lab.suggestion`.
"""
