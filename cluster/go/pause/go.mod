module kubeflow-lab/cluster/pause

go 1.26.0
