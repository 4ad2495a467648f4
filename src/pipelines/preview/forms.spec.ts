import { type Module, buildWorkflow, compile } from '@kubeflow-lab/compiler';

import { pipelineFor } from './forms';

const cell = (id: string, tags: string[], source: string) => ({
  cell_type: 'code',
  id,
  source,
  metadata: { tags }
});
const modules: Module[] = [{ path: 'helpers.py', source: 'def twice(x): return 2 * x' }];
const options = { image: 'registry.example/usual:1', path: 'work/train.ipynb', modules };

const notebook = {
  cells: [
    cell(
      'a',
      ['step:load', 'image:registry.example/own:1'],
      'import helpers\nx = helpers.twice(1)'
    ),
    cell('b', ['step:show_it'], 'print(x)')
  ]
};

it('gives Kubeflow Pipelines what would run here: images, edges and the files that travel along', () => {
  const compilation = compile(notebook);
  const text = pipelineFor('kfp', compilation, buildWorkflow(compilation, options), options.path)!;
  for (const said of ['registry.example/usual:1', 'registry.example/own:1', 'show-it', 'train']) {
    expect(text).toContain(said);
  }
  // Byte for byte what the compiler writes for those who give it the files themselves.
  const bare = pipelineFor(
    'kfp',
    compilation,
    buildWorkflow(compilation, { ...options, modules: [] }),
    options.path
  );
  expect(text).not.toBe(bare);
});

it('gives a script that runs from top to bottom', () => {
  const compilation = compile(notebook);
  const text = pipelineFor(
    'python',
    compilation,
    buildWorkflow(compilation, options),
    options.path
  )!;
  expect(text.indexOf('helpers.twice(1)')).toBeGreaterThan(0);
  expect(text.indexOf('print(x)')).toBeGreaterThan(text.indexOf('helpers.twice(1)'));
});

it('gives nothing of a notebook with errors', () => {
  const broken = compile({ cells: [cell('a', ['step:load'], 'x = [')] });
  expect(pipelineFor('kfp', broken, {}, options.path)).toBeNull();
});
