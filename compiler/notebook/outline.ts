import type { Notebook, PipelineSettings, StepSettings } from '../types.js';
import { codeCells, isRecord } from './cells.js';
import type { CodeCell } from './cells.js';
import type { Diagnostics } from './diagnostics.js';
import { onlyLaunches } from './launch.js';
import { taggedDefaultsOf } from './needs.js';
import { readAdditions, readDefaults, readPipeline } from './settings.js';
import { readStepLine, withoutStepLine } from './step-line.js';
import type { StepLine } from './step-line.js';
import { readTags } from './tags.js';
import type { CellTags } from './tags.js';

/** What each cell of a notebook is for. */
export interface Outline {
  /** Cells of imports and functions, in notebook order: every step begins with them. */
  prelude: CodeCell[];
  parameters: CodeCell[];
  metrics: CodeCell[];
  steps: StepOutline[];
  /** What is said of the pipeline as a whole. */
  settings: PipelineSettings;
}

export interface StepOutline {
  name: string;
  /** With the source as the step runs it. */
  cells: CodeCell[];
  /** Names of steps that it was said to follow. */
  previous: string[];
  limits: Record<string, string>;
  settings: StepSettings;
}

/** Where an untagged cell goes. */
type Group = { kind: 'prelude' | 'parameters' | 'metrics' } | { kind: 'step'; step: StepOutline };

/** Reads the tags and `%%step` lines of a notebook. */
export function outlineOf(notebook: Notebook, diagnostics: Diagnostics): Outline {
  const outliner = new Outliner(notebook, diagnostics);
  return outliner.outline;
}

class Outliner {
  readonly outline: Outline = {
    prelude: [],
    parameters: [],
    metrics: [],
    steps: [],
    settings: {}
  };
  private readonly defaults: { limits: Record<string, string>; settings: StepSettings };
  private group: Group | null = null;
  private lastStep: StepOutline | null = null;

  constructor(
    notebook: Notebook,
    private readonly diagnostics: Diagnostics
  ) {
    this.defaults = this.readDefaults(notebook);
    for (const cell of codeCells(notebook, diagnostics)) {
      this.cell(cell);
    }
  }

  private readDefaults(notebook: Notebook): Outliner['defaults'] {
    const metadata = isRecord(notebook) && isRecord(notebook.metadata) ? notebook.metadata : {};
    const ours = isRecord(metadata.kubeflow_lab) ? metadata.kubeflow_lab : {};
    const fromTags = taggedDefaultsOf(metadata);
    const additions = readDefaults(ours.defaults);
    const pipeline = readPipeline(ours);
    this.outline.settings = pipeline.settings;
    fromTags.problems.forEach(({ code, message }) => this.diagnostics.error(code, message, null));
    [...additions.problems, ...pipeline.problems].forEach(problem =>
      this.diagnostics.error('invalid-settings', problem, null)
    );
    return {
      limits: { ...fromTags.limits, ...additions.limits },
      settings: merged(fromTags.settings, additions.settings)
    };
  }

  private cell(cell: CodeCell): void {
    const tags = readTags(cell.tags);
    const line = readStepLine(cell.source);
    for (const { code, message } of tags.problems) {
      this.diagnostics.error(code, message, cell.id);
    }
    for (const { code, message } of line?.problems ?? []) {
      this.diagnostics.error(code, message, cell.id, 1);
    }
    const role = this.roleOf(cell, tags, line);
    if (
      role === 'skip' ||
      (!role && !line && tags.steps.length === 0 && onlyLaunches(cell.source))
    ) {
      return;
    }
    if (role) {
      this.group = {
        kind: role === 'parameters' || role === 'metrics' ? role : 'prelude'
      };
    } else if (line || tags.steps.length > 0) {
      this.group = { kind: 'step', step: this.step(cell, tags, line) };
    } else if (tags.previous.length > 0) {
      const message =
        'A `prev:` tag says something about a step, and this cell has no `step:` tag; it is not used.';
      this.diagnostics.warning('ignored-setting', message, cell.id);
    }
    this.place(cell);
  }

  private roleOf(
    cell: CodeCell,
    { roles, steps }: CellTags,
    line: StepLine | null
  ): CellTags['roles'][number] | null {
    const [role] = roles;
    if (role && role !== 'skip' && line) {
      const message = `The cell is tagged as ${role} and begins with \`%%step\`; it can only be one of them.`;
      this.diagnostics.error('conflicting-step', message, cell.id, 1);
    }
    if (new Set(roles.filter(found => found !== 'skip')).size > 1 && role !== 'skip') {
      const message = `The cell is tagged as ${[...new Set(roles)].join(' and ')}; it can only be one of them.`;
      this.diagnostics.error('conflicting-tags', message, cell.id);
    }
    if (new Set(steps).size > 1 && !role) {
      const message = `The cell is tagged for the steps ${steps.join(' and ')}; a cell belongs to one step.`;
      this.diagnostics.error('conflicting-tags', message, cell.id);
    }
    return roles.includes('skip') ? 'skip' : (role ?? null);
  }

  private place(cell: CodeCell): void {
    const runnable = { ...cell, source: withoutStepLine(cell.source) };
    switch (this.group?.kind) {
      case 'prelude':
      case 'parameters':
      case 'metrics':
        this.outline[this.group.kind].push(runnable);
        return;
      case 'step':
        this.group.step.cells.push(runnable);
    }
  }

  private step(cell: CodeCell, tags: CellTags, line: StepLine | null): StepOutline {
    const said = this.said(cell, tags, line);
    const name = line?.name || tags.steps[0] || '';
    const known = name === '' ? this.lastStep : this.outline.steps.find(step => step.name === name);
    if (known) {
      this.lastStep = known;
      this.warnIgnored(cell, known, said);
      return known;
    }
    if (name === '' && !line) {
      const message =
        'The tag `step:` without a name continues the step before, and there is none.';
      this.diagnostics.error('invalid-step-name', message, cell.id);
    }
    const step: StepOutline = {
      name,
      cells: [],
      previous: said.previous,
      limits: { ...this.defaults.limits, ...said.limits },
      settings: merged(this.defaults.settings, said.settings)
    };
    this.outline.steps.push(step);
    this.lastStep = step;
    return step;
  }

  /** What a cell says about its step; where its tags and its line both say it, they must agree. */
  private said(
    cell: CodeCell,
    tags: CellTags,
    line: StepLine | null
  ): Omit<StepOutline, 'name' | 'cells'> {
    const additions = readAdditions(cell.additions);
    for (const problem of additions.problems) {
      this.diagnostics.error('invalid-settings', problem, cell.id);
    }
    if (line && tags.steps.length > 0) {
      this.compare(cell, tags, line);
    }
    const settings = merged(tags.settings, additions.settings);
    return {
      previous: [...new Set([...tags.previous, ...(line?.previous ?? [])])],
      limits: { ...tags.limits, ...additions.limits, ...line?.limits },
      settings: line?.image ? { ...settings, image: line.image } : settings
    };
  }

  private compare(cell: CodeCell, tags: CellTags, line: StepLine): void {
    const differs: [string, unknown, unknown][] = [
      ['name', tags.steps[0], line.name],
      ['steps before', [...tags.previous].sort(), [...line.previous].sort()],
      ['image', tags.settings.image, line.image],
      ['limits', sorted(tags.limits), sorted(line.limits)]
    ];
    for (const [what, tagged, written] of differs) {
      if (JSON.stringify(tagged) !== JSON.stringify(written)) {
        const message = `The tags of this cell and its \`%%step\` line say different things about the ${what} of the step; remove one of them.`;
        this.diagnostics.error('conflicting-step', message, cell.id, 1);
      }
    }
  }

  private warnIgnored(
    cell: CodeCell,
    step: StepOutline,
    { previous, limits, settings }: Omit<StepOutline, 'name' | 'cells'>
  ): void {
    const isNew =
      previous.some(name => !step.previous.includes(name)) ||
      Object.entries(limits).some(([name, amount]) => step.limits[name] !== amount) ||
      Object.entries(settings).some(
        ([name, value]) =>
          JSON.stringify(Reflect.get(step.settings, name)) !== JSON.stringify(value)
      );
    if (isNew) {
      const message = `Only the first cell of the step \`${step.name}\` says what it follows and needs; what this cell says is not used.`;
      this.diagnostics.warning('ignored-setting', message, cell.id);
    }
  }
}

function sorted(values: Record<string, string>): [string, string][] {
  return Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1));
}

/** `over` goes before `under`; maps of text are joined. */
function merged(under: StepSettings, over: StepSettings): StepSettings {
  const result: StepSettings = { ...under, ...over };
  for (const key of ['requests', 'annotations', 'labels', 'env', 'nodeSelector'] as const) {
    if (under[key] && over[key]) {
      result[key] = { ...under[key], ...over[key] };
    }
  }
  return result;
}
