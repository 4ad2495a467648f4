import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import {
  AnalysisCache,
  compile,
  type Compilation,
  type Graph,
  type Notebook,
  type Step
} from '@kubeflow-lab/compiler';
import type { Subscription } from '@kubeflow-lab/live';
import type { Item, WorkflowSummary } from '@kubeflow-lab/schema';
import { type ISignal, Signal } from '@lumino/signaling';

import type { IConnection, IPlatform } from '../../tokens';
import { latestRun } from './runOf';

/** Somebody who types does not look at the graph; it follows when they pause. */
const PAUSE_MS = 250;

/** What a cell is that belongs to no step: part of every one, or what the pipeline takes or reports. */
export type SharedPart = 'prelude' | 'parameters' | 'metrics';

/** The notebook in front as a pipeline: its graph while one types, and its latest run. Needs no kernel. */
export class NotebookPipeline {
  constructor(
    private readonly _notebooks: INotebookTracker,
    private readonly _platform: IPlatform,
    private readonly _connection: IConnection
  ) {
    _notebooks.currentChanged.connect(this._follow, this);
    _notebooks.activeCellChanged.connect(this._tell, this);
    _connection.changed.connect(this._followRuns, this);
    this._follow();
    this._followRuns();
  }

  /** Emitted when anything below changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** The notebook in front; null where none is. */
  get panel(): NotebookPanel | null {
    return this._panel;
  }

  get graph(): Graph {
    return this._compilation.graph;
  }

  /** The cells that belong to no step and still to the pipeline, by their ids. */
  get shared(): ReadonlyMap<string, SharedPart> {
    return sharedOf(this._compilation);
  }

  /** The notebook as it was compiled last, with the values that were typed. */
  get compilation(): Compilation {
    return this._compilation;
  }

  /** Emitted when a person points at another step, in the graph or at a cell. */
  get pointedChanged(): ISignal<this, void> {
    return this._pointedChanged;
  }

  /** The step that a person points at; null where it is none. */
  get pointed(): string | null {
    return this._pointed;
  }

  /** The project that runs are made in; null while it is not known. */
  get namespace(): string | null {
    return this._namespace;
  }

  /** The step that the active cell belongs to; null where it belongs to none. */
  get activeStep(): Step | null {
    const id = this._panel?.content.activeCell?.model.id;
    return id === undefined ? null : stepOfCell(this.graph, id);
  }

  /** Whether the notebook says anything about a pipeline, so that there is something to show. */
  get isPipeline(): boolean {
    return this.graph.steps.length > 0;
  }

  /** The latest run of this notebook that the project has; null where there is none. */
  get run(): Item<WorkflowSummary> | null {
    return this._run;
  }

  /**
   * The values that the person wants instead of the defaults, by the parameter's name, as typed. Kept while the notebook
   * has no such parameter, as when its cell is being changed.
   */
  readonly parameters = new Map<string, string>();

  /** Those of them that are for parameters of the notebook as it is. */
  get given(): Record<string, string> {
    return givenFor(this.graph, this.parameters);
  }

  dispose(): void {
    clearTimeout(this._timer);
    this._subscription?.dispose();
    this._notebooks.currentChanged.disconnect(this._follow, this);
    this._notebooks.activeCellChanged.disconnect(this._tell, this);
    this._connection.changed.disconnect(this._followRuns, this);
    this._unfollow();
    Signal.clearData(this);
  }

  setParameter(name: string, value: string): void {
    this.parameters.set(name, value);
    this._later();
    this._changed.emit();
  }

  point(step: string | null): void {
    if (step !== this._pointed) {
      this._pointed = step;
      this._pointedChanged.emit();
    }
  }

  /** Gives many parameters their values, and compiles the notebook as it is now. */
  fill(values: Readonly<Record<string, string>>): void {
    Object.entries(values).forEach(([name, value]) => this.parameters.set(name, value));
    clearTimeout(this._timer);
    this._compile();
  }

  private _tell(): void {
    this._changed.emit();
  }

  /** Follows the runs of the project, once it is known. */
  private _followRuns(): void {
    const { current } = this._connection;
    if (current.state === 'connected' && current.namespace !== this._namespace) {
      const { namespace } = current;
      this._namespace = namespace;
      this._subscription?.dispose();
      this._subscription = this._platform.live.subscribe(
        { resource: 'workflows', namespace },
        feed => {
          this._runs = Object.values(feed.items) as Item<WorkflowSummary>[];
          this._findRun();
        }
      );
    }
  }

  private _follow(): void {
    this._unfollow();
    this._panel = this._notebooks.currentWidget;
    this._cache = new AnalysisCache();
    this.parameters.clear();
    this._panel?.context.model?.contentChanged.connect(this._later, this);
    void this._panel?.context.ready.then(() => this._later());
    this._compile();
  }

  private _unfollow(): void {
    this._panel?.context.model?.contentChanged.disconnect(this._later, this);
  }

  private _later(): void {
    clearTimeout(this._timer);
    this._timer = window.setTimeout(() => this._compile(), PAUSE_MS);
  }

  private _compile(): void {
    const model = this._panel?.context.model;
    const notebook = model ? (model.toJSON() as unknown as Notebook) : { cells: [] };
    this._compilation = this._compiled(notebook);
    this._findRun();
  }

  private _compiled(notebook: Notebook): Compilation {
    const cache = this._cache;
    const compilation = compile(notebook, { cache });
    const parameters = givenFor(compilation.graph, this.parameters);
    return Object.keys(parameters).length === 0
      ? compilation
      : compile(notebook, { cache, parameters });
  }

  private _findRun(): void {
    this._run = this._panel ? latestRun(this._runs, this._panel.context.path) : null;
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private _cache = new AnalysisCache();
  private _panel: NotebookPanel | null = null;
  private readonly _pointedChanged = new Signal<this, void>(this);
  private _pointed: string | null = null;
  private _compilation: Compilation = compile({ cells: [] });
  private _runs: Item<WorkflowSummary>[] = [];
  private _run: Item<WorkflowSummary> | null = null;
  private _namespace: string | null = null;
  private _subscription: Subscription | null = null;
  private _timer = 0;
}

/** The step that a cell belongs to; null where it belongs to none. */
export function stepOfCell({ steps }: Graph, id: string): Step | null {
  return steps.find(({ cells }) => cells.includes(id)) ?? null;
}

function sharedOf({ plan: { outline } }: Compilation): Map<string, SharedPart> {
  const parts: SharedPart[] = ['prelude', 'parameters', 'metrics'];
  return new Map(parts.flatMap(part => outline[part].map(({ id }) => [id, part] as const)));
}

function givenFor(
  { parameters }: Graph,
  values: ReadonlyMap<string, string>
): Record<string, string> {
  return Object.fromEntries(
    [...values].filter(([name]) => parameters.some(parameter => parameter.name === name))
  );
}
