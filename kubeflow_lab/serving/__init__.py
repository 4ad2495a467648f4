"""What runs in the images that serve models: `fetch` brings a model into a pod, and `__main__` serves it.

The package is copied into the images by itself, without the rest of `kubeflow_lab`.
"""
