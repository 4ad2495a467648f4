import type { TranslationBundle } from '@jupyterlab/translation';
import type { Phase, StepSummary } from '@kubeflow-lab/schema';

/** What is drawn as one box: a step, or a closed group of steps. */
export interface Drawn {
  /** The step's id, or the group's name. */
  id: string;
  step: StepSummary;
  /** The steps that it stands for; one for a step that stands for itself. */
  steps: readonly StepSummary[];
}

export interface DrawnEdge {
  from: string;
  to: string;
  dashed?: boolean;
}

/** A loop of more turns is drawn as one box at first. */
const TURNS_OPEN = 3;
/** In a run of more steps each nested template is drawn as one box at first. */
const STEPS_OPEN = 60;

const EXIT = /^onExit(?:\.|$)/;

/**
 * The groups that a step stands in by its name, from the outermost: a loop for `train(0:10)`, a nested template for
 * `prepare.split`, and for `loop(0:a).load` the loop and its first turn.
 */
export function groupsOf(name: string): string[] {
  const groups: string[] = [];
  for (let at = 0; at < name.length; at += 1) {
    if (name[at] === '.') {
      groups.push(name.slice(0, at));
    } else if (/^\(\d+:/.test(name.slice(at, at + 12))) {
      groups.push(name.slice(0, at));
      // What a turn is about may be any text.
      const end = /\)(?=\.|$)/.exec(name.slice(at));
      at = end ? at + end.index : name.length;
    }
  }
  return groups;
}

/** The steps of each group, by the group's name. */
export function membersOf(steps: readonly StepSummary[]): Map<string, StepSummary[]> {
  const members = new Map<string, StepSummary[]>();
  for (const step of steps) {
    for (const group of groupsOf(step.name)) {
      const known = members.get(group);
      if (known) {
        known.push(step);
      } else {
        members.set(group, [step]);
      }
    }
  }
  return members;
}

/** The groups that are worth a box of their own. */
export function realGroups(steps: readonly StepSummary[]): Map<string, StepSummary[]> {
  return new Map([...membersOf(steps)].filter(([, { length }]) => length > 1));
}

/** Whether a group is drawn step by step as long as nobody says otherwise. */
export function isOpenAtFirst(
  group: string,
  members: readonly StepSummary[],
  all: number
): boolean {
  const isLoop = members.some(({ name }) => name.startsWith(`${group}(`));
  return isLoop ? members.length <= TURNS_OPEN : all <= STEPS_OPEN;
}

/** The boxes and lines of a run. Steps may share a name; a line leads from each step or group of the name. */
export function drawRun(
  steps: readonly StepSummary[],
  isOpen: (group: string) => boolean,
  trans: TranslationBundle
): { boxes: Drawn[]; edges: DrawnEdge[]; boxOf: (id: string) => string } {
  const members = realGroups(steps);
  const boxes = new Map<string, Drawn>();
  const boxOf = new Map<string, string>();
  const named = new Map<string, Set<string>>();
  for (const step of steps) {
    const groups = groupsOf(step.name).filter(group => members.has(group));
    const closed = groups.find(group => !isOpen(group));
    const id = closed ?? step.id;
    boxOf.set(step.id, id);
    if (!boxes.has(id)) {
      const together = closed === undefined ? [step] : members.get(closed)!;
      boxes.set(id, {
        id,
        steps: together,
        step: closed === undefined ? step : { ...mergeSteps(closed, together, trans), id }
      });
    }
    for (const name of [step.name, ...groupsOf(step.name)]) {
      named.set(name, (named.get(name) ?? new Set()).add(id));
    }
  }
  const edges = new Map<string, DrawnEdge>();
  for (const step of steps) {
    const to = boxOf.get(step.id)!;
    const sources = step.dependsOn.flatMap(name => [...(named.get(name) ?? [])]);
    for (const from of sources.filter(source => source !== to)) {
      const isExit = EXIT.test(step.name);
      edges.set(JSON.stringify([from, to]), { from, to, ...(isExit && { dashed: true }) });
    }
  }
  return {
    boxes: [...boxes.values()],
    edges: [...edges.values()],
    boxOf: id => boxOf.get(id) ?? id
  };
}

/** What several steps look like as one: the state of the one that matters most, and how many are done. */
export function mergeSteps(
  name: string,
  steps: readonly StepSummary[],
  trans: TranslationBundle
): StepSummary {
  const failed = steps.filter(({ phase }) => phase === 'Failed');
  const done = steps.filter(({ finishedAt }) => finishedAt !== null);
  const [first] = failed;
  const starts = steps.flatMap(({ startedAt }) => startedAt ?? []).sort();
  const ends = done.flatMap(({ finishedAt }) => finishedAt ?? []).sort();
  return {
    id: name,
    name,
    phase: phaseOf(steps),
    message: first
      ? trans.__('%1 of %2 failed. %3: %4', failed.length, steps.length, first.name, first.message)
      : trans.__('%1 of %2 are done.', done.length, steps.length),
    reason: first?.reason ?? '',
    startedAt: starts[0] ?? null,
    finishedAt: done.length === steps.length ? (ends.at(-1) ?? null) : null,
    dependsOn: [...new Set(steps.flatMap(({ dependsOn }) => dependsOn))],
    pod: null,
    exitCode: first?.exitCode ?? null,
    retries: steps.reduce((sum, { retries }) => sum + retries, 0),
    cells: steps[0]?.cells ?? [],
    error: first?.error ?? null,
    outputs: [],
    executed: null,
    reusedFrom: null
  };
}

/** By how much a person has to know of it. */
const WEIGHT: readonly Phase[] = [
  'Failed',
  'Running',
  'Stopping',
  'Starting',
  'Pending',
  'Queued',
  'Unknown',
  'Stopped',
  'Succeeded'
];

function phaseOf(steps: readonly StepSummary[]): Phase {
  const ran = steps.filter(({ reason }) => reason !== 'Skipped');
  const phases = new Set((ran.length > 0 ? ran : steps).map(({ phase }) => phase));
  return WEIGHT.find(phase => phases.has(phase)) ?? 'Unknown';
}
