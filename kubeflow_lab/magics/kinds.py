"""The kinds of training jobs that a cell can start; a new kind is a new row."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """An option that says how many replicas of a role there are."""

    option: str
    role: str
    help: str
    alias: str | None = None


@dataclass(frozen=True)
class JobKind:
    """What differs between the magics of training jobs."""

    magic: str
    kind: str
    plural: str
    framework: str
    # The key of its images among those that the platform offers.
    image: str
    roles: tuple[Role, ...]
    # Replicas that such a job always has besides those that are asked for.
    always: tuple[Role, ...] = ()
    # Whether a runtime of the cluster describes its pods, their image among it.
    has_runtime: bool = False

    @property
    def leader(self) -> Role:
        """The role of the one replica of a job for which no replicas are named."""
        return self.roles[0]


WORKERS = Role("workers", "Worker", "replicas that train", "worker")
NODES = Role("nodes", "Node", "pods that train", "node")

TFJOB = JobKind(
    "tfjob",
    "TFJob",
    "tfjobs",
    "TensorFlow",
    "tensorflow",
    (
        Role("chief", "Chief", "1: one replica leads and saves the model"),
        WORKERS,
        Role("ps", "PS", "parameter servers"),
        Role("evaluator", "Evaluator", "replicas that evaluate"),
    ),
)
XGBOOSTJOB = JobKind(
    "xgboostjob",
    "XGBoostJob",
    "xgboostjobs",
    "XGBoost",
    "xgboost",
    (Role("master", "Master", "1: one replica tracks the others and saves the model"), WORKERS),
)
PYTORCHJOB = JobKind(
    "pytorchjob",
    "PyTorchJob",
    "pytorchjobs",
    "PyTorch",
    "pytorch",
    (Role("master", "Master", "1: one replica is where the others meet, and saves the model"), WORKERS),
)
MPIJOB = JobKind(
    "mpijob",
    "MPIJob",
    "mpijobs",
    "MPI",
    "mpi",
    (WORKERS,),
    always=(Role("launcher", "Launcher", "starts the workers with mpirun"),),
)
JAXJOB = JobKind("jaxjob", "JAXJob", "jaxjobs", "JAX", "jax", (WORKERS,))
TRAINJOB = JobKind(
    "trainjob",
    "TrainJob",
    "trainjobs",
    "Kubeflow Trainer",
    "",
    (NODES,),
    has_runtime=True,
)
# Those of the training operator.
JOB_KINDS = (TFJOB, PYTORCHJOB, XGBOOSTJOB, MPIJOB, JAXJOB)
ALL_KINDS = (*JOB_KINDS, TRAINJOB)


def of_kind(kind: str) -> JobKind:
    """The row of an object's kind. Raises LookupError where no magic starts such jobs."""
    for row in ALL_KINDS:
        if row.kind == kind:
            return row
    raise LookupError(kind)
