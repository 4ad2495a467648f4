import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';
import { parse, parseAllDocuments } from 'yaml';

import { compile } from '../compile.js';
import { compiled, notebookOf } from '../testing/notebook.js';
import type { Notebook } from '../types.js';
import { codeSha256, sha256Of, stepCodes } from './code.js';
import { emit } from './emit.js';
import { emitKfp } from './kfp.js';
import { pipelineName } from './names.js';
import { emitPython } from './python.js';
import { buildWorkflow, emitWorkflow } from './workflow.js';

const TEXT = `
# [imports] i
import numpy as np
# [pipeline-parameters] p
rate = 0.5
unused = 'x'
# [step:load_it, limit:nvidia.com/gpu:1, secret:s:k:TOKEN] a
x = np.arange(3)
# [step:fit, prev:load_it] b
y = x.sum() * rate
# [step:end] c
print(x, y)
# [pipeline-metrics] m
print(y)
`;
const OPTIONS = { image: 'image:1', path: 'work/My notebook.ipynb' };

function decoded(data: string): unknown {
  return JSON.parse(Buffer.from(data, 'base64').toString('utf8'));
}

describe('a Workflow', () => {
  const workflow = buildWorkflow(compiled(TEXT), { ...OPTIONS, user: 'ada', namespace: 'lab' });
  const [pipeline, load, fit] = workflow.spec!.templates!;

  it('says where it comes from', () => {
    const { annotations, ...metadata } = workflow.metadata!;
    expect(metadata).toEqual({ generateName: 'my-notebook-', namespace: 'lab' });
    expect(annotations).toMatchObject({
      'lab.kubeflow.org/notebook': 'work/My notebook.ipynb',
      'lab.kubeflow.org/created-by': 'ada',
      'lab.kubeflow.org/code-sha256': codeSha256(stepCodes(compiled(TEXT)))
    });
    expect(JSON.parse(annotations!['lab.kubeflow.org/graph']!)).toEqual({
      steps: [
        { name: 'load_it', template: 'load-it', cells: ['a'], dependsOn: [] },
        { name: 'fit', template: 'fit', cells: ['b'], dependsOn: ['load_it'] },
        { name: 'end', template: 'end', cells: ['c'], dependsOn: ['load_it', 'fit'] }
      ]
    });
  });

  it('is one DAG, whose tasks get the parameters that they use', () => {
    expect(workflow.spec!.entrypoint).toBe('pipeline');
    expect(workflow.spec!.arguments!.parameters).toEqual([
      { name: 'rate', value: '0.5' },
      { name: 'unused', value: 'x' }
    ]);
    expect(pipeline!.dag!.tasks).toEqual([
      { name: 'load-it', template: 'load-it' },
      {
        name: 'fit',
        template: 'fit',
        dependencies: ['load-it'],
        arguments: { parameters: [{ name: 'rate', value: '{{workflow.parameters.rate}}' }] }
      },
      { name: 'end', template: 'end', dependencies: ['load-it', 'fit'] }
    ]);
  });

  it('passes code, parameters and variables as files', () => {
    const [code, ...others] = fit!.inputs!.artifacts!;
    expect(code).toMatchObject({ name: 'code', path: '/tmp/kubeflow-lab/code/code.b64' });
    expect(decoded(code!.raw!.data)).toEqual({
      cells: [
        { id: 'i', source: 'import numpy as np' },
        { id: 'b', source: 'y = x.sum() * rate' }
      ],
      modules: [],
      step: {
        name: 'fit',
        inputs: ['x'],
        outputs: ['y'],
        metrics: ['y'],
        parameters: { rate: 'float' },
        prelude: 1
      }
    });
    expect(others).toEqual([
      {
        name: 'parameter-rate',
        path: '/tmp/kubeflow-lab/parameters/rate',
        raw: { data: '{{inputs.parameters.rate}}' }
      },
      {
        name: 'input-x',
        path: '/tmp/kubeflow-lab/inputs/x',
        archive: { none: {} },
        s3: { key: 'runs/{{workflow.uid}}/load_it/x' }
      }
    ]);
    expect(fit!.outputs).toEqual({
      parameters: [{ name: 'result', valueFrom: { path: '/tmp/kubeflow-lab/result.json' } }],
      artifacts: [
        {
          name: 'output-y',
          path: '/tmp/kubeflow-lab/outputs/y',
          archive: { none: {} },
          s3: { key: 'runs/{{workflow.uid}}/fit/y' }
        },
        {
          name: 'notebook',
          path: '/tmp/kubeflow-lab/notebook.ipynb',
          optional: true,
          archive: { none: {} },
          s3: { key: 'runs/{{workflow.uid}}/fit/{{pod.name}}.ipynb' }
        }
      ]
    });
  });

  it('runs a command, and never code in arguments', () => {
    expect(load!.container).toMatchObject({
      image: 'image:1',
      command: ['python', '-m', 'kubeflow_lab.runtime', 'step'],
      resources: { limits: { 'nvidia.com/gpu': '1' } }
    });
    expect(load!.container!.args).toBeUndefined();
    expect(load!.container!.env).toContainEqual({
      name: 'TOKEN',
      valueFrom: { secretKeyRef: { name: 's', key: 'k' } }
    });
  });

  it('takes what steps of an earlier run left', () => {
    const reused = { load_it: { workflow: 'run-1', uid: 'u-1' } };
    const again = buildWorkflow(compiled(TEXT), { ...OPTIONS, reused });
    expect(again.spec!.templates!.map(({ name }) => name)).toEqual(['pipeline', 'fit', 'end']);
    expect(again.spec!.templates![0]!.dag!.tasks![0]).not.toHaveProperty('dependencies');
    expect(again.spec!.templates![1]!.inputs!.artifacts!.at(-1)!.s3).toEqual({
      key: 'runs/u-1/load_it/x'
    });
    expect(JSON.parse(again.metadata!.annotations!['lab.kubeflow.org/reused']!)).toEqual(reused);
    expect(again.metadata!.annotations!['lab.kubeflow.org/graph']).toContain('load_it');
  });

  it('has the settings of its steps', () => {
    const notebook = notebookOf('# [step:x]\na = 1\n');
    notebook.cells[0]!.metadata!.kubeflow_lab = {
      image: 'own:1',
      requests: { cpu: '1' },
      env: { PRICE: '$(HOME) $5' },
      nodeSelector: { disk: 'ssd' },
      tolerations: [{ key: 'gpu', operator: 'Exists' }],
      volumes: [{ claim: 'data', path: '/data' }],
      retry: { limit: 2, backoffSeconds: 5, factor: 2 },
      timeoutSeconds: 60,
      labels: { a: 'b' }
    };
    const template = buildWorkflow(compile(notebook), OPTIONS).spec!.templates![1]!;
    expect(template).toMatchObject({
      metadata: { labels: { a: 'b' } },
      nodeSelector: { disk: 'ssd' },
      tolerations: [{ key: 'gpu', operator: 'Exists' }],
      activeDeadlineSeconds: 60,
      retryStrategy: { limit: 2, backoff: { duration: '5', factor: 2 } },
      volumes: [{ name: 'volume-0', persistentVolumeClaim: { claimName: 'data' } }]
    });
    expect(template.container).toMatchObject({
      image: 'own:1',
      resources: { requests: { cpu: '1' } }
    });
    expect(template.container!.env).toContainEqual({ name: 'PRICE', value: '$$(HOME) $$5' });
    expect(template.container!.volumeMounts).toContainEqual({
      name: 'volume-0',
      mountPath: '/data'
    });
  });

  it('carries every source byte for byte, and is the same for the same notebook', () => {
    const odd = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '{{workflow.name}}',
        '{{=1+1}}',
        '$(HOME)',
        '${trialParameters.x}',
        '\r\n',
        '\u2028'
      )
    );
    fc.assert(
      fc.property(fc.array(odd, { maxLength: 4 }), parts => {
        const source = `text = ${JSON.stringify(parts.join(''))}\n# ${parts.join('').replace(/[\n\r]/g, ' ')}`;
        const notebook: Notebook = {
          cells: [{ cell_type: 'code', id: 'a', source, metadata: { tags: ['step:a'] } }]
        };
        const compilation = compile(notebook);
        const yaml = emitWorkflow(compilation, OPTIONS);
        const { data } = parse(yaml).spec.templates[1].inputs.artifacts[0].raw;
        expect((decoded(data) as { cells: { source: string }[] }).cells[0]!.source).toBe(source);
        expect(data).toMatch(/^[A-Za-z0-9+/=]*$/);
        expect(emitWorkflow(compile(notebook), OPTIONS)).toBe(yaml);
      })
    );
  });
});

describe("a step's code", () => {
  it('has the hash of its bytes, which only its own cells change', () => {
    const before = stepCodes(compiled(TEXT));
    const after = stepCodes(compiled(TEXT.replace('print(x, y)', 'print(y, x)')));
    before.forEach(code => expect(code.sha256).toBe(sha256Of(code.json)));
    expect(after.map(({ sha256 }, index) => sha256 === before[index]!.sha256)).toEqual([
      true,
      true,
      false
    ]);
  });

  it('does not depend on the values of parameters, nor on the order of modules', () => {
    const modules = [
      { path: 'a.py', source: '1' },
      { path: 'b.py', source: '2' }
    ];
    const hash = (text: string, files = modules): string =>
      codeSha256(stepCodes(compiled(text), files));
    expect(hash(TEXT.replace('0.5', '0.7'))).toBe(hash(TEXT));
    expect(hash(TEXT, [...modules].reverse())).toBe(hash(TEXT));
    expect(hash(TEXT, [])).not.toBe(hash(TEXT));
  });

  it('keeps the lines of a cell that begins with %%step', () => {
    const [plain, magic] = stepCodes(
      compiled('# []\n%%step a --gpu 1\nx = 1\n# []\n%%step b\n%%time\ny = 1\n')
    );
    expect(plain!.code.cells[0]!.source).toBe('# %%step a --gpu 1\nx = 1');
    expect(magic!.code.cells[0]!.source).toBe('%%time\ny = 1');
  });
});

describe("KFP's representation", () => {
  const [first] = parseAllDocuments(emitKfp(compiled(TEXT), { image: 'image:1', name: 'p' }));
  const document = first!.toJS();

  it('has a component, an executor and a task for each step', () => {
    expect(Object.keys(document.components)).toEqual(['comp-load-it', 'comp-fit', 'comp-end']);
    expect(Object.keys(document.deploymentSpec.executors)).toEqual([
      'exec-load-it',
      'exec-fit',
      'exec-end'
    ]);
    expect(document.root.dag.tasks.fit).toMatchObject({
      componentRef: { name: 'comp-fit' },
      dependentTasks: ['load-it'],
      inputs: {
        artifacts: {
          x: { taskOutputArtifact: { outputArtifactKey: 'x', producerTask: 'load-it' } }
        },
        parameters: { rate: { componentInputParameter: 'rate' } }
      }
    });
    expect(document.root.inputDefinitions.parameters.rate).toEqual({
      defaultValue: 0.5,
      isOptional: true,
      parameterType: 'NUMBER_DOUBLE'
    });
  });

  it('hands the code over in base64', () => {
    const { args } = document.deploymentSpec.executors['exec-fit'].container;
    expect(decoded(args[0])).toMatchObject({ step: { name: 'fit' } });
    expect(args.slice(1)).toEqual([
      'parameter',
      'rate',
      "{{$.inputs.parameters['rate']}}",
      'input',
      'x',
      "{{$.inputs.artifacts['x'].path}}",
      'output',
      'y',
      "{{$.outputs.artifacts['y'].path}}"
    ]);
  });
});

describe("what steps ask of Kubernetes, in KFP's representation", () => {
  const notebook = notebookOf('# [step:x, secret:s:k:TOKEN]\na = 1\n# [step:y]\nb = 1\n');
  notebook.cells[0]!.metadata!.kubeflow_lab = {
    requests: { cpu: '1', memory: '1Gi' },
    nodeSelector: { disk: 'ssd' },
    tolerations: [{ key: 'gpu', operator: 'Exists', tolerationSeconds: 5 }],
    volumes: [{ claim: 'data', path: '/data' }],
    timeoutSeconds: 60,
    labels: { a: 'b' }
  };
  const [pipeline, platform] = parseAllDocuments(
    emitKfp(compile(notebook), { image: 'image:1', name: 'p' })
  ).map(document => document.toJS());

  it('is a document of its own', () => {
    expect(platform.platforms.kubernetes.deploymentSpec.executors).toEqual({
      'exec-x': {
        secretAsEnv: [
          {
            keyToEnv: [{ envVar: 'TOKEN', secretKey: 'k' }],
            secretName: 's',
            secretNameParameter: { runtimeValue: { constant: 's' } }
          }
        ],
        pvcMount: [
          {
            constant: 'data',
            mountPath: '/data',
            pvcNameParameter: { runtimeValue: { constant: 'data' } }
          }
        ],
        nodeSelector: { labels: { disk: 'ssd' } },
        tolerations: [{ key: 'gpu', operator: 'Exists', tolerationSeconds: '5' }],
        podMetadata: { labels: { a: 'b' } },
        activeDeadlineSeconds: '60'
      }
    });
  });

  it('are amounts with the container', () => {
    expect(pipeline.deploymentSpec.executors['exec-x'].container.resources).toEqual({
      resourceCpuRequest: '1',
      resourceMemoryRequest: '1Gi'
    });
  });
});

describe('a script', () => {
  it('has parameters, imports, steps in an order that works, and metrics', () => {
    const text = `
# [parameters]
n = 1
flag = True
name = "a\\nb"
# [step:last, prev:first]
print(x)
# [step:first]
x = n
# [pipeline-metrics]
print(x)
`;
    expect(emitPython(compile(notebookOf(text), { parameters: { n: 2 } }))).toBe(
      '# Parameters\nn = 2\nflag = True\nname = "a\\nb"\n\n# Step first\nx = n\n\n# Step last\nprint(x)\n\n' +
        '# Metrics\nprint(f"x={x}")\n'
    );
  });

  it("calls IPython for IPython's lines", () => {
    const script = emitPython(
      compiled(
        '# [step:a]\n!ls {x}\nfiles = !ls\nif files:\n    %cd "a b"\nlen?\n# []\n%%bash\necho "hi"\n'
      )
    );
    expect(script).toMatch(/^from IPython/);
    expect(script.slice(script.indexOf('# Step'))).toBe(
      '# Step a\nget_ipython().system("ls {x}")\nfiles = get_ipython().getoutput("ls")\nif files:\n' +
        '    get_ipython().run_line_magic("cd", "\\"a b\\"")\npass  # len?\n\n' +
        'get_ipython().run_cell_magic("bash", "", "echo \\"hi\\"")\n'
    );
  });
});

describe('any form', () => {
  it('is not made of a notebook with errors, but for the graph', () => {
    const wrong = compiled('# [step:a]\nprint(x)\n');
    expect(emit(wrong, 'workflow', OPTIONS)).toBeNull();
    expect(emit(wrong, 'kfp', OPTIONS)).toBeNull();
    expect(emit(wrong, 'python', OPTIONS)).toBeNull();
    expect(JSON.parse(emit(wrong, 'graph', OPTIONS)!)).toEqual(wrong.graph);
  });

  it('is not made of a notebook without steps, but for the graph', () => {
    const empty = compiled('# []\nx = 1\n');
    expect(emit(empty, 'workflow', OPTIONS)).toBeNull();
    expect(emit(empty, 'graph', OPTIONS)).toContain('no-steps');
  });

  it('is made of the example', () => {
    const path = join(process.cwd(), 'examples', 'digits-pipeline.ipynb');
    const compilation = compile(JSON.parse(readFileSync(path, 'utf8')) as Notebook);
    expect(emit(compilation, 'workflow', OPTIONS)).toMatch(
      /^apiVersion: argoproj\.io\/v1alpha1\nkind: Workflow\n/
    );
    expect(emit(compilation, 'python', OPTIONS)).toContain('# Step nearest');
  });

  it.each([
    ['a/My Notebook (1).ipynb', 'my-notebook-1'],
    ['ñ.ipynb', 'pipeline'],
    ['', 'pipeline']
  ])('is named after its notebook: %s', (path, name) => {
    expect(pipelineName(path)).toBe(name);
  });
});
