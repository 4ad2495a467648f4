"""Loads kubeflow-lab's magics in every kernel of this environment.

It is the kernels' own file and not ipython_config.py, which an administrator may already have here; IPython
reads both, and a person's profile after them.
"""

c = get_config()
c.InteractiveShellApp.extensions.append("kubeflow_lab")
