/**
 * What a step's container runs under Kubeflow Pipelines: it lays out the files that the step's runtime reads.
 * Its arguments are the code in base64, then triples of what, name, and value or path.
 */
export const KFP_BOOT = `import os, sys, tempfile

root = tempfile.mkdtemp(prefix="kubeflow-lab-")
os.environ["KUBEFLOW_LAB_STEP_ROOT"] = root
for folder in ("code", "parameters", "inputs", "outputs"):
    os.mkdir(os.path.join(root, folder))
code, rest = sys.argv[1], sys.argv[2:]
with open(os.path.join(root, "code", "code.b64"), "w") as file:
    file.write(code)
for what, name, value in zip(rest[0::3], rest[1::3], rest[2::3]):
    if what == "parameter":
        with open(os.path.join(root, "parameters", name), "w", encoding="utf-8") as file:
            file.write(value)
    else:
        if what == "output":
            os.makedirs(value, exist_ok=True)
        os.symlink(value, os.path.join(root, what + "s", name))
os.execvp("python", ["python", "-m", "kubeflow_lab.runtime", "step"])
`;
