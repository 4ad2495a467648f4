/** Notebooks as graphs of steps and what is made of them, for clients that cannot compile: Python has no TypeScript. */
import { compile, emit } from '@kubeflow-lab/compiler';
import type { Compilation, CompileOptions, Notebook } from '@kubeflow-lab/compiler';
import type { CompileForm, CompiledNotebook } from '@kubeflow-lab/schema';

import { ProblemError, invalid } from '../http/problem.js';
import type { RouteContext, RouteHandler, RouteTable } from '../http/route.js';
import type { Services } from '../services.js';

/** More text than this is no code that somebody wrote, and would keep the server busy. */
const SOURCE_MAX = 2 ** 18;

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
  config
}: Pick<Services, 'config'>): Record<keyof typeof compileRoutes, RouteHandler> {
  return {
    compile({ body, caller, response }: RouteContext<CompileForm>) {
      const compilation = compileNotebook(body.notebook, { parameters: body.parameters });
      const { graph } = compilation;
      if (body.emit === 'graph') {
        response.json({ graph } satisfies CompiledNotebook);
        return;
      }
      const image = body.image || config.images.jupyter[0];
      if (image === undefined) {
        throw invalid([{ path: 'image', message: 'Say which image the steps run in.' }]);
      }
      const user = caller.identity.user;
      const output = emit(compilation, body.emit, {
        image,
        path: body.path ?? '',
        user,
        modules: body.modules
      });
      response.json({
        graph,
        ...(output === null ? {} : { output })
      } satisfies CompiledNotebook);
    }
  };
}

/** Compiles what somebody sent; what is wrong with the notebook itself stands in the diagnostics. */
export function compileNotebook(notebook: unknown, options: CompileOptions = {}): Compilation {
  if (sourceLength(notebook) > SOURCE_MAX) {
    throw new ProblemError(413, 'The cells of the notebook hold more than 256 kB of code.');
  }
  return compile(notebook as Notebook, options);
}

function sourceLength(notebook: unknown): number {
  const { cells } = (notebook ?? {}) as { cells?: unknown };
  return (Array.isArray(cells) ? (cells as unknown[]) : []).reduce<number>((sum, cell) => {
    const { source } = (cell ?? {}) as { source?: unknown };
    const lines: unknown[] = Array.isArray(source) ? source : [source];
    return sum + lines.reduce<number>((length, line) => length + String(line ?? '').length, 0);
  }, 0);
}
