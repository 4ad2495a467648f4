// Nothing is built here: the module pins Istio's API, whose definitions the tests hold our routes against.
module kubeflow-lab/cluster/istio

go 1.26.0

require istio.io/api v1.31.1 // indirect
