/** Notebooks as graphs of steps and what is made of them, for clients that cannot compile: Python has no TypeScript. */
import type { CompileForm, CompiledNotebook } from '@kubeflow-lab/schema';

import { invalid } from '../http/problem.js';
import type { RouteContext, RouteHandler, RouteTable } from '../http/route.js';
import type { Services } from '../services.js';
import type { CompileTask } from './task.js';

export const compileRoutes = {
  compile: {
    method: 'post',
    path: '/api/compile',
    operationId: 'compileNotebook',
    summary:
      'Read a notebook into a graph of steps, and put it out in another form. Nothing is stored.',
    body: 'CompileForm',
    responses: { 200: { description: 'The graph.', schema: 'CompiledNotebook' } }
  }
} as const satisfies RouteTable;

export function compileHandlers({
  compiler,
  config
}: Pick<Services, 'compiler' | 'config'>): Record<keyof typeof compileRoutes, RouteHandler> {
  return {
    async compile({ body, caller, response }: RouteContext<CompileForm>) {
      const { notebook, parameters } = body;
      const output = outputOf(body, config.images.jupyter[0], caller.identity.user);
      const result = await compiler.run({ notebook, parameters, output });
      response.json(result satisfies CompiledNotebook);
    }
  };
}

function outputOf(
  { emit, image, path = '', modules }: CompileForm,
  fallback: string | undefined,
  user: string
): CompileTask['output'] {
  if (emit === 'graph') {
    return undefined;
  }
  const chosen = image || fallback;
  if (chosen === undefined) {
    throw invalid([{ path: 'image', message: 'Say which image the steps run in.' }]);
  }
  return { form: emit, options: { image: chosen, path, user, modules } };
}
