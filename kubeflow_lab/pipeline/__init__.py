"""Pipelines from the cells of a notebook: read here, compiled by the server, run here or on the cluster."""
