import type { Compilation } from '../compile.js';
import type { LinkedStep } from '../graph/link.js';
import { sequence } from '../graph/order.js';
import { tokenize } from '../python/tokens.js';
import { indented } from './indent.js';
import type { ParameterValue, StepLoop } from '../types.js';

const SHELL = `from IPython.core.interactiveshell import InteractiveShell

# Runs the notebook's IPython lines with the names of this script.
InteractiveShell.instance(user_ns=globals())
get_ipython = InteractiveShell.instance
`;

/**
 * The notebook as one Python script: parameters, imports and functions, then the steps one after the other, with their
 * conditions and loops. IPython lines become calls of an IPython shell. The notebook must have compiled without errors.
 */
export function emitPython(compilation: Compilation): string {
  const { graph, plan } = compilation;
  const sections: string[] = [];
  if (graph.parameters.length > 0) {
    const lines = graph.parameters.map(({ name }) => assignment(name, compilation));
    sections.push(`# Parameters\n${lines.join('\n')}`);
  }
  sections.push(...plan.outline.prelude.map(({ source }) => plainPython(source)));
  const steps = inOrder(plan.steps);
  const isExit = ({ outline }: LinkedStep): boolean => outline.settings.onExit === true;
  const run = steps.filter(step => !isExit(step)).flatMap(step => stepSections(step, compilation));
  const metrics = metricsOf(
    steps.filter(step => !isControlled(step)),
    compilation
  );
  const exit = steps.find(isExit);
  const all = [...run, ...(metrics === '' ? [] : [`# Metrics\n${metrics}`])];
  sections.push(
    ...(exit === undefined
      ? all
      : [
          `${block('try:', joined(all))}\n${block('finally:', joined(stepSections(exit, compilation)))}`
        ])
  );
  const body = joined(sections);
  const shell = /\bget_ipython\(\)/.test(body) ? `${SHELL}\n` : '';
  return `${shell}${body}\n`;
}

function joined(sections: readonly string[]): string {
  return sections.map(section => section.replace(/\s+$/, '')).join('\n\n');
}

function block(head: string, body: string): string {
  return `${head}\n${indented(body)}`;
}

function isControlled({ outline: { settings } }: LinkedStep): boolean {
  return settings.when !== undefined || settings.loop !== undefined;
}

function stepSections(step: LinkedStep, compilation: Compilation): string[] {
  const { cells, settings } = step.outline;
  const { when, loop } = settings;
  const title = `# Step ${step.name}`;
  const sources = cells.map(({ source }) => plainPython(source));
  if (!isControlled(step)) {
    const [first = '', ...others] = sources;
    return [`${title}\n${first}`, ...others];
  }
  // Where a step runs never or many times, its metrics are reported where they are made.
  const metrics = metricsOf([step], compilation);
  const body = joined([...sources, ...(metrics === '' ? [] : [metrics])]);
  const looped = loop === undefined ? body : loopText(loop, body, compilation);
  return [`${title}\n${when === undefined ? looped : block(`if ${when}:`, looped)}`];
}

/** A loop over a parameter, which has its own value again after it. */
function loopText(loop: StepLoop, body: string, compilation: Compilation): string {
  const values =
    'items' in loop
      ? `[${loop.items.map(pythonLiteral).join(', ')}]`
      : `__import__('json').loads(${loop.from})`;
  const rounds = block(`for ${loop.parameter} in ${values}:`, body);
  return `${rounds}\n${assignment(loop.parameter, compilation)}`;
}

function assignment(name: string, { plan }: Compilation): string {
  return `${name} = ${pythonLiteral(plan.values[name]!)}`;
}

function metricsOf(steps: readonly LinkedStep[], { graph }: Compilation): string {
  const names = graph.steps
    .filter(({ name }) => steps.some(step => step.name === name))
    .flatMap(({ metrics }) => metrics);
  return [...new Set(names)].map(name => `print(f"${name}={${name}}")`).join('\n');
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
