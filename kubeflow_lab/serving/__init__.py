"""What runs in the image `sklearn-server`: `fetch` brings a model into a pod, and `__main__` serves it.

The package is copied into the image by itself, without the rest of `kubeflow_lab`.
"""
