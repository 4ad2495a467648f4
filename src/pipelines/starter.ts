/** Cells to begin with: two steps, of which the second takes what the first made. */
export const STARTER = `%%step load
numbers = list(range(10))

%%step report
print(f"total={sum(numbers)}")`;

/** A whole run to begin with in YAML: one step after another. */
export const YAML_EXAMPLE = `apiVersion: argoproj.io/v1alpha1
kind: Workflow
metadata:
  name: hello
spec:
  entrypoint: main
  serviceAccountName: default-editor
  templates:
    - name: main
      dag:
        tasks:
          - name: first
            template: say
            arguments:
              parameters: [{ name: text, value: Good morning }]
          - name: second
            template: say
            dependencies: [first]
            arguments:
              parameters: [{ name: text, value: Good night }]
    - name: say
      inputs:
        parameters: [{ name: text }]
      container:
        image: localhost/kubeflow-lab-jupyter:0.1.0
        command: [echo]
        args: ['{{inputs.parameters.text}}']
`;
