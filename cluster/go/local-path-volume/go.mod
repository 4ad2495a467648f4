module kubeflow-lab/cluster/local-path-volume

go 1.26.0
