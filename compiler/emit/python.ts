import type { Compilation } from '../compile.js';
import type { LinkedStep } from '../graph/link.js';
import { sequence } from '../graph/order.js';
import { tokenize } from '../python/tokens.js';
import type { ParameterValue } from '../types.js';

const SHELL = `from IPython.core.interactiveshell import InteractiveShell

# Runs the notebook's IPython lines with the names of this script.
InteractiveShell.instance(user_ns=globals())
get_ipython = InteractiveShell.instance
`;

/**
 * The notebook as one Python script: parameters, imports and functions, then the steps one after the other.
 * IPython lines become calls of an IPython shell. The notebook must have compiled without errors.
 */
export function emitPython({ graph, plan }: Compilation): string {
  const sections: string[] = [];
  const { outline, values } = plan;
  if (graph.parameters.length > 0) {
    const lines = graph.parameters.map(({ name }) => `${name} = ${pythonLiteral(values[name]!)}`);
    sections.push(`# Parameters\n${lines.join('\n')}`);
  }
  sections.push(...outline.prelude.map(({ source }) => plainPython(source)));
  for (const step of inOrder(plan.steps)) {
    const [first, ...others] = step.outline.cells.map(({ source }) => plainPython(source));
    sections.push(`# Step ${step.name}\n${first ?? ''}`, ...others);
  }
  const metrics = [...new Set(graph.steps.flatMap(step => step.metrics))];
  if (metrics.length > 0) {
    sections.push(`# Metrics\n${metrics.map(name => `print(f"${name}={${name}}")`).join('\n')}`);
  }
  const body = sections.map(section => section.replace(/\s+$/, '')).join('\n\n');
  const shell = /\bget_ipython\(\)/.test(body) ? `${SHELL}\n` : '';
  return `${shell}${body}\n`;
}

function inOrder(steps: readonly LinkedStep[]): LinkedStep[] {
  const waiting = steps.map(step => ({
    name: step.name,
    step,
    previous: [...new Set([...step.outline.previous, ...step.sources.values()])]
  }));
  return sequence(waiting).sorted.map(({ step }) => step);
}

function pythonLiteral(value: ParameterValue): string {
  return typeof value === 'boolean' ? (value ? 'True' : 'False') : JSON.stringify(value);
}

/** A cell's source with calls in place of what IPython would rewrite. */
function plainPython(source: string): string {
  const cell = /^\s*(?:#[^\n]*\n\s*)*%%\s*([\w!.]+)[ \t]*([^\n]*)\n?([\s\S]*)$/.exec(source);
  if (cell) {
    const [, name, line, body] = cell;
    return `get_ipython().run_cell_magic(${[name, line, body].map(part => JSON.stringify(part)).join(', ')})`;
  }
  let result = '';
  let end = 0;
  for (const token of tokenize(source)) {
    if (token.type === 'magic') {
      const isValue = /=\s*$/.test(source.slice(end, token.start));
      result += source.slice(end, token.start) + shellCall(token.text, isValue);
      end = token.end;
    }
  }
  return result + source.slice(end);
}

function shellCall(text: string, isValue: boolean): string {
  const quoted = (part: string): string => JSON.stringify(part.trim());
  if (text.startsWith('!')) {
    const output = isValue || text.startsWith('!!');
    return `get_ipython().${output ? 'getoutput' : 'system'}(${quoted(text.replace(/^!+/, ''))})`;
  }
  const magic = /^%\s*([\w.]+)\s*([\s\S]*)$/.exec(text);
  return magic
    ? `get_ipython().run_line_magic(${quoted(magic[1]!)}, ${quoted(magic[2]!)})`
    : `pass  # ${text.replaceAll('\n', ' ')}`;
}
