import { listOf } from '../common/text.js';
import { DependsError, dependsOf, tasksOf } from './depends.js';
import { runnableTemplates, specOf } from './references.js';
import type { Call, DagTask, Workflow, WorkflowStep, WorkflowTemplateSpec } from './types.js';

/** A step that the spec asks for, whether or not it has begun. */
export interface PlannedStep {
  /** The name that its node has, or will have, in the status: `run.train`, `run[0].load`. */
  node: string;
  /** The same for people, without the workflow: `train`, `prepare.split` for a step of a nested template. */
  name: string;
  template: string;
  /** Names of the steps that come before it. */
  dependsOn: string[];
  /** Whether it runs once for each item of a list. */
  loop: boolean;
}

/** More steps than this are not planned: the spec is anybody's, and templates may call each other. */
const STEPS_MAX = 2000;

/** All steps below the entrypoint, and those of the exit handler after them; nested templates opened, in the order in which they are written. */
export function planSteps(workflow: Workflow): PlannedStep[] {
  const { entrypoint = '', onExit } = specOf(workflow);
  const planner = new Planner(templatesOf(workflow));
  const root = workflow.metadata?.name ?? '';
  const place = { path: [], loop: false };
  const ends = planner.expand({ ...place, template: entrypoint, node: root, name: '', before: [] });
  if (onExit) {
    const [node, name] = [`${root}.onExit`, 'onExit'];
    planner.expand({ ...place, template: onExit, node, name, before: [...new Set(ends)] });
  }
  return planner.steps;
}

/** The templates by name. */
export function templatesOf(workflow: Workflow): Map<string, WorkflowTemplateSpec> {
  return new Map(runnableTemplates(workflow).map(template => [template?.name ?? '', template]));
}

/** The steps of a list of lists; a single step stands for a list of one. */
export function stepGroups(template: WorkflowTemplateSpec): WorkflowStep[][] {
  return listOf(template.steps).map(group => (Array.isArray(group) ? group : [group]));
}

interface Place {
  template: string;
  node: string;
  name: string;
  /** What comes before everything at this place. */
  before: string[];
  /** The templates around it; one that calls itself is not opened again. */
  path: string[];
  loop: boolean;
}

class Planner {
  readonly steps: PlannedStep[] = [];

  constructor(private readonly templates: Map<string, WorkflowTemplateSpec>) {}

  /** Adds the steps at a place; answers the names of those that end it. */
  expand(place: Place): string[] {
    const template = this.templates.get(place.template);
    const recursive = place.path.includes(place.template);
    if (template?.dag !== undefined && !recursive && !place.loop) {
      return this.dag(listOf(template.dag?.tasks), place);
    }
    if (template?.steps !== undefined && !recursive && !place.loop) {
      return this.groups(stepGroups(template), place);
    }
    return this.leaf(place);
  }

  private leaf({ node, name, template, before, loop }: Place): string[] {
    if (this.steps.length >= STEPS_MAX) {
      return [];
    }
    const own = name === '' ? template : name;
    this.steps.push({ node, name: own, template, dependsOn: before, loop });
    return [own];
  }

  private dag(tasks: readonly DagTask[], place: Place): string[] {
    const ends = new Map<string, string[]>();
    const before = new Map<string, string[]>();
    const visit = (task: DagTask): string[] => {
      const known = ends.get(task.name);
      if (known !== undefined) {
        return known;
      }
      // Set before the way down, so that a cycle ends.
      ends.set(task.name, []);
      const names = tasksBefore(task, tasks);
      const earlier = names.flatMap(name => {
        const found = tasks.find(other => other?.name === name);
        return found === undefined ? [] : visit(found);
      });
      before.set(task.name, names);
      const found = this.expand({
        ...called(task, place, `${place.node}.${task.name}`),
        before: names.length === 0 ? place.before : [...new Set(earlier)]
      });
      ends.set(task.name, found);
      return found;
    };
    tasks.forEach(task => visit(task));
    const followed = new Set([...before.values()].flat());
    return tasks
      .filter(task => !followed.has(task.name))
      .flatMap(task => ends.get(task.name) ?? []);
  }

  private groups(groups: readonly (readonly WorkflowStep[])[], place: Place): string[] {
    let before = place.before;
    groups.forEach((group, index) => {
      const ends = group.flatMap(step =>
        this.expand({ ...called(step, place, `${place.node}[${index}].${step.name}`), before })
      );
      before = ends.length === 0 ? before : ends;
    });
    return before;
  }
}

function called(call: Call, place: Place, node: string): Omit<Place, 'before'> {
  return {
    node,
    name: place.name === '' ? call.name : `${place.name}.${call.name}`,
    template: call.template ?? '',
    path: [...place.path, place.template],
    loop: isLoop(call)
  };
}

/** What a call loops over, one of these. */
export const LOOP_FIELDS = ['withItems', 'withParam', 'withSequence'] as const;

/** Whether a call runs once for each item of a list. */
export function isLoop(call: Call): boolean {
  return LOOP_FIELDS.some(field => call[field] !== undefined);
}

/** The tasks before one; none where its `depends` cannot be read, which the engine says. */
export function tasksBefore(task: DagTask, siblings: readonly DagTask[]): string[] {
  try {
    return tasksOf(dependsOf(task, siblings));
  } catch (error) {
    if (error instanceof DependsError) {
      return [];
    }
    throw error;
  }
}
