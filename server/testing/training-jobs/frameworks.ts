/** Cells that train for real on scikit-learn's data, with what the operator tells each replica. */

/**
 * Rows of a data set, a third in each replica; the trees are grown over all of them together. Each prints a hash of its
 * model, and of the one that it would have had alone.
 */
export const TREES_TOGETHER = `
import hashlib, os, socket
import xgboost as xgb
from sklearn.datasets import load_breast_cancer
from xgboost.collective import CommunicatorContext
from xgboost.tracker import RabitTracker

rank, world = int(os.environ["RANK"]), int(os.environ["WORLD_SIZE"])
port = int(os.environ["MASTER_PORT"])
tracker = RabitTracker(n_workers=world, host_ip="0.0.0.0", port=port) if rank == 0 else None
if tracker:
    tracker.start()

data, target = load_breast_cancer(return_X_y=True)
settings = {"objective": "binary:logistic", "max_depth": 3, "nthread": 1}

def grow():
    # A matrix keeps the bins that it was given first, so each growth has its own.
    mine = xgb.DMatrix(data[rank::world], label=target[rank::world])
    return xgb.train(settings, mine, num_boost_round=5)

def digest(model):
    return hashlib.sha256(model.save_raw("json")).hexdigest()

print("alone", digest(grow()))
host = socket.gethostbyname(socket.gethostname()) if tracker else os.environ["MASTER_ADDR"]
with CommunicatorContext(dmlc_tracker_uri=host, dmlc_tracker_port=port, dmlc_retry=60, dmlc_timeout=120):
    print("replicas", xgb.collective.get_world_size())
    model = grow()
print("together", digest(model))
if tracker:
    right = (model.predict(xgb.DMatrix(data)) > 0.5) == target
    print(f"accuracy={right.mean()}")
    tracker.wait_for()
`;

/**
 * A chief leads two workers, which keep the weights in a parameter server; an evaluator reads each checkpoint from the
 * shared folder, and says how well it does on digits that nobody trained with. The chief ends when the last one is judged.
 */
export const PARAMETER_SERVER = `
import json, os, time
from pathlib import Path

config = json.loads(os.environ["TF_CONFIG"])
# The operator counts the evaluator to the cluster, TensorFlow does not.
config["cluster"].pop("evaluator", None)
os.environ["TF_CONFIG"] = json.dumps(config)
role = config["task"]["type"]

import tensorflow as tf

EPOCHS, STEPS = 3, 20
FOLDER = Path("/home/jovyan/shared/parameter-server")
JUDGED = FOLDER / "judged"

def data():
    # Those that only serve need nothing of it.
    from sklearn.datasets import load_digits

    digits = load_digits()
    return (digits.images / 16.0).astype("float32"), digits.target

def build():
    model = tf.keras.Sequential([
        tf.keras.layers.Flatten(input_shape=(8, 8)),
        tf.keras.layers.Dense(32, activation="relu"),
        tf.keras.layers.Dense(10),
    ])
    loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=tf.keras.optimizers.Adam(0.01), loss=loss, metrics=["accuracy"])
    return model

def lead():
    images, labels = data()
    resolver = tf.distribute.cluster_resolver.TFConfigClusterResolver()
    strategy = tf.distribute.ParameterServerStrategy(resolver)
    with strategy.scope():
        model = build()
    print("weights of", {weight.device for weight in model.trainable_variables})
    train = tf.data.Dataset.from_tensor_slices((images[:1500], labels[:1500])).shuffle(1500).repeat().batch(64)
    keep = tf.keras.callbacks.ModelCheckpoint(str(FOLDER / "epoch-{epoch}"), save_weights_only=True)
    model.fit(train, epochs=EPOCHS, steps_per_epoch=STEPS, callbacks=[keep], verbose=2)
    while not JUDGED.exists():
        time.sleep(0.2)
    print(f"accuracy={JUDGED.read_text()}")

def judge():
    images, labels = data()
    model = build()
    for epoch in range(1, EPOCHS + 1):
        while not (FOLDER / f"epoch-{epoch}.index").exists():
            time.sleep(0.2)
        model.load_weights(str(FOLDER / f"epoch-{epoch}")).expect_partial()
        _, accuracy = model.evaluate(images[1500:], labels[1500:], verbose=0)
        print(f"epoch={epoch} accuracy={accuracy}")
    JUDGED.write_text(str(accuracy))

def serve():
    resolver = tf.distribute.cluster_resolver.TFConfigClusterResolver()
    tf.distribute.Server(resolver.cluster_spec(), job_name=role, task_index=resolver.task_id, protocol="grpc").join()

{"chief": lead, "evaluator": judge}.get(role, serve)()
`;
