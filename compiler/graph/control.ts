import { conditionProblem } from '../notebook/condition.js';
import { listed } from '../notebook/diagnostics.js';
import type { Diagnostics } from '../notebook/diagnostics.js';
import { parameterValue } from '../notebook/parameters.js';
import type { Parameter, StepLoop } from '../types.js';
import type { LinkedStep } from './link.js';

/** Notes what cannot work of conditions, of loops, and of the step that runs at the end. */
export function checkControl(
  steps: readonly LinkedStep[],
  parameters: readonly Parameter[],
  diagnostics: Diagnostics
): void {
  for (const step of steps) {
    const { when, loop } = step.outline.settings;
    if (when !== undefined) {
      checkCondition(step, when, parameters, diagnostics);
    }
    if (loop !== undefined) {
      checkLoop(step, loop, parameters, diagnostics);
    }
    checkValues(step, steps, diagnostics);
  }
  checkExit(steps, diagnostics);
}

function cellOf(step: LinkedStep): string | null {
  return step.outline.cells[0]?.id ?? null;
}

function checkCondition(
  step: LinkedStep,
  when: string,
  parameters: readonly Parameter[],
  diagnostics: Diagnostics
): void {
  const problem = conditionProblem(when, parameters);
  if (problem !== null) {
    diagnostics.error('invalid-condition', problem, cellOf(step));
  }
}

function checkLoop(
  step: LinkedStep,
  loop: StepLoop,
  parameters: readonly Parameter[],
  diagnostics: Diagnostics
): void {
  const problem = (message: string): void =>
    diagnostics.error('invalid-loop', message, cellOf(step));
  const parameter = parameters.find(({ name }) => name === loop.parameter);
  if (parameter === undefined) {
    return problem(
      `The loop of \`${step.name}\` runs over \`${loop.parameter}\`, which is no parameter of the pipeline.`
    );
  }
  if (!step.parameters.has(loop.parameter)) {
    problem(
      `The loop of \`${step.name}\` runs over the parameter \`${loop.parameter}\`, which the step does not use: each round would do the same.`
    );
  }
  if ('items' in loop) {
    const wrong = loop.items.find(item => parameterValue(parameter, item) === null);
    if (wrong !== undefined) {
      problem(
        `The loop of \`${step.name}\` has the value ${JSON.stringify(wrong)}, and the parameter \`${loop.parameter}\` takes values of type ${parameter.type}.`
      );
    }
    return;
  }
  const source = parameters.find(({ name }) => name === loop.from);
  if (source?.type !== 'str') {
    problem(
      `The loop of \`${step.name}\` takes its values from \`${loop.from}\`; that must be a parameter whose text is a JSON list, such as \`${loop.from} = '[10, 100]'\`.`
    );
  }
}

/** What a step takes from others must be there once, whenever the step itself runs. */
function checkValues(
  step: LinkedStep,
  steps: readonly LinkedStep[],
  diagnostics: Diagnostics
): void {
  const sources = new Set(step.sources.values());
  for (const from of steps.filter(({ name }) => sources.has(name))) {
    const names = [...step.sources].filter(([, source]) => source === from.name);
    const variables = listed(names.map(([name]) => name).sort());
    const { when, loop } = from.outline.settings;
    if (loop !== undefined) {
      const message = `\`${step.name}\` takes ${variables} from \`${from.name}\`, which runs many times, so that there is not one value. Report metrics there, or store files.`;
      diagnostics.error('loop-value', message, cellOf(step));
    } else if (when !== undefined && when !== step.outline.settings.when) {
      const message = `\`${step.name}\` takes ${variables} from \`${from.name}\`, which runs only if \`${when}\`; where it does not, \`${step.name}\` fails. Give \`${step.name}\` the same condition.`;
      diagnostics.warning('conditional-value', message, cellOf(step));
    }
  }
}

function checkExit(steps: readonly LinkedStep[], diagnostics: Diagnostics): void {
  const [exit, ...more] = steps.filter(({ outline }) => outline.settings.onExit === true);
  if (exit === undefined) {
    return;
  }
  const problem = (step: LinkedStep, message: string): void =>
    diagnostics.error('invalid-exit-step', message, cellOf(step));
  more.forEach(step =>
    problem(
      step,
      `Both \`${exit.name}\` and \`${step.name}\` are to run at the end; put them into one step.`
    )
  );
  if (steps.length === 1) {
    problem(exit, `\`${exit.name}\` is to run at the end, and there is no other step.`);
  }
  if (exit.sources.size > 0) {
    const names = listed([...exit.sources.keys()].sort());
    problem(
      exit,
      `\`${exit.name}\` runs at the end, however the other steps ended, so that ${names} may not be there. Read what it needs from files.`
    );
  }
  const { settings, previous } = exit.outline;
  const followers = steps.filter(({ outline }) => outline.previous.includes(exit.name));
  if (previous.length > 0 || followers.length > 0 || exit.outputs.size > 0) {
    problem(
      exit,
      `\`${exit.name}\` runs at the end: it follows no step, and no step follows it or takes anything from it.`
    );
  }
  if (settings.when !== undefined || settings.loop !== undefined) {
    problem(
      exit,
      `\`${exit.name}\` runs at the end, once and always: it has no condition, no loop.`
    );
  }
}
