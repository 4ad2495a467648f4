import { VDomModel } from '@jupyterlab/ui-components';
import {
  apiVersionOfKind,
  carriesCode,
  checkJob,
  findRuntime,
  FORM_JOB_KINDS,
  formKindOf,
  freeName,
  type JobFields,
  type JobPolicy,
  type JobProblem,
  type JobSurroundings,
  manifestOf,
  plainJob,
  type ReadFields,
  readFields,
  SHARED_VOLUME,
  type TrainingJob,
  type TrainingJobKind,
  readRuntime,
  trainJobRow,
  TRAINING_JOB_KINDS,
  writeFields,
  writePolicy,
  writeRuntime
} from '@kubeflow-lab/resources';
import type { RuntimeRef, TrainingRuntimes } from '@kubeflow-lab/schema';
import { parseYaml, toYaml } from '../../panels/yaml';
import type { ObjectRef } from '../../tokens';
import { type ParameterRow, parameterProblems } from './parameters';

/** Where the code of a job comes from. */
export type CodeSource =
  | { from: 'command' }
  | { from: 'cell'; path: string; cell: string }
  | { from: 'file'; path: string }
  /** The code of the job that the form began with, byte for byte. */
  | { from: 'job'; job: ObjectRef };

/** What a form begins with that was opened to train with certain code. */
export interface FormStart {
  source: CodeSource;
  /** As `TFJob`. */
  kind?: string;
  fields?: Partial<JobFields>;
  parameters?: readonly ParameterRow[];
}

/** What the form knows of project and cluster. */
export type Surroundings = Pick<JobSurroundings, 'limits' | 'claims' | 'capacity'> & {
  images: Partial<Record<string, readonly string[]>>;
  /** By plural. */
  names: Partial<Record<string, readonly string[]>>;
  /** Of Kubeflow Trainer. */
  trainer?: TrainingRuntimes;
};

/**
 * A job that is being written, by form and as YAML. The object is the truth: the form changes parts of it, and the
 * text is what it looks like or, while a person types there, what it is read from. Nothing of it outlives the tab.
 */
export class FormModel extends VDomModel {
  /**
   * @param earlier a job to begin with, whose place or code the new one may take
   * @param start what else it begins with, where there is no such job
   */
  constructor(
    readonly namespace: string,
    readonly earlier: { ref: ObjectRef; job: TrainingJob } | null = null,
    start: FormStart | null = null
  ) {
    super();
    const found = formKindOf(earlier ? earlier.job.kind : start?.kind);
    this._kind = found ?? TRAINING_JOB_KINDS[0];
    if (earlier && found) {
      const job = manifestOf(earlier.job);
      this._job = { ...job, metadata: { ...job.metadata, namespace: undefined } };
      this._source = this.earlierHasCode ? { from: 'job', job: earlier.ref } : { from: 'command' };
    } else {
      this._job = writeFields(plainJob(this._kind, ''), this._kind, {
        volumes: [SHARED_VOLUME],
        ...start?.fields
      });
      this._source = start?.source ?? { from: 'command' };
      this._parameters = start?.parameters ?? [];
    }
    this._writeText();
  }

  /** Whether the job that the form began with runs code of cells, which a new one can have too. */
  get earlierHasCode(): boolean {
    const kind = this.earlier && formKindOf(this.earlier.job.kind);
    return kind ? carriesCode(this.earlier!.job, kind) : false;
  }

  /** The row of its kind; of a TrainJob the one for its runtime, as far as that is known. */
  get kind(): TrainingJobKind {
    const { trainer } = this._around;
    return this._kind.trainer && trainer
      ? trainJobRow(
          trainer.overrides ?? this._kind.trainer.overrides,
          findRuntime(trainer.items, readRuntime(this._job))
        )
      : this._kind;
  }

  /** The job as it would be made. */
  get job(): TrainingJob {
    return this._job;
  }

  /** The job with its project, for what is computed from both. */
  get placedJob(): TrainingJob {
    return { ...this._job, metadata: { ...this._job.metadata, namespace: this.namespace } };
  }

  get read(): ReadFields {
    return readFields(this._job, this.kind);
  }

  get source(): CodeSource {
    return this._source;
  }

  /** Values that win over those in the code. */
  get parameters(): readonly ParameterRow[] {
    return this._parameters;
  }

  set parameters(rows: readonly ParameterRow[]) {
    this._parameters = rows;
    this.stateChanged.emit();
  }

  /** Whether the code takes parameters: that of a job has its own, and a command has none. */
  get takesParameters(): boolean {
    return this._source.from === 'cell' || this._source.from === 'file';
  }

  /** The job as YAML, as it is typed at the moment; '' until it is written for the first time. */
  get text(): string {
    return this._text;
  }

  /** Why the text is not a job that can be made here; null where it is. */
  get textProblem(): string | null {
    return this._textProblem;
  }

  /** Whether it would take the place of the job that the form began with; with new code it needs a new name. */
  get replaces(): boolean {
    const { from } = this._source;
    return (
      (from === 'job' || from === 'command') &&
      this.earlier?.ref.name === this._job.metadata?.name &&
      this.earlier?.ref.plural === this._kind.plural
    );
  }

  /** What would keep the job from starting, as far as that is known. */
  get problems(): JobProblem[] {
    const { limits, claims, capacity, images, names, trainer } = this._around;
    const { kind } = this;
    const all = names[this._kind.plural] ?? [];
    const taken = this.replaces ? all.filter(name => name !== this.earlier?.ref.name) : all;
    const problems = [
      ...checkJob(this._job, kind, {
        limits,
        claims,
        capacity,
        names: taken,
        images: images[kind.images ?? ''],
        runtimes: trainer?.items,
        hasCode: this._source.from !== 'command'
      }),
      ...(this.takesParameters ? parameterProblems(this._parameters) : [])
    ];
    const text = this._textProblem;
    return text === null
      ? problems
      : [{ path: 'yaml', message: text, severity: 'error' }, ...problems];
  }

  get surroundings(): Surroundings {
    return this._around;
  }

  /** What has become known of project and cluster; an empty image becomes the platform's first. */
  know(around: Partial<Surroundings>): void {
    const before = this.kind;
    this._around = { ...this._around, ...around };
    this._offerImage();
    this._offerRuntime();
    this._moveOverrides(before);
    this.stateChanged.emit();
  }

  change(changes: Partial<JobFields>): void {
    this._job = writeFields(this._job, this.kind, changes);
    this._writeText();
  }

  /** Another runtime, whose own image is used unless a person has named one. */
  changeRuntime(ref: RuntimeRef): void {
    this._job = writeRuntime(this._job, ref);
    this._writeText();
  }

  /** Changes how the job is run. */
  changePolicy(changes: Partial<JobPolicy>): void {
    this._job = writePolicy(this._job, this.kind, changes);
    this._writeText();
  }

  setSource(source: CodeSource): void {
    this._source = source;
    if (source.from !== 'command' && source.from !== 'job') {
      this.change({ command: [] });
    }
    this.stateChanged.emit();
  }

  /** Another kind of job, which keeps what both can say. */
  setKind(kind: TrainingJobKind): void {
    const { name, image, env, volumes, command, ...amounts } = this.read.fields;
    const usual = readFields(plainJob(this._kind, ''), this._kind).fields;
    // What nobody has named is for the new kind, or its runtime, to say.
    const named = (['cpu', 'memory', 'gpu'] as const).filter(one => amounts[one] !== usual[one]);
    const offered = this._around.images[this._kind.images ?? ''] ?? [];
    this._kind = kind;
    this._job = plainJob(kind, name);
    this._offerRuntime();
    this._job = writeFields(this._job, this.kind, {
      ...Object.fromEntries(named.map(one => [one, amounts[one]])),
      ...{ env, volumes, command },
      image: offered.includes(image) ? '' : image
    });
    this._offerImage();
    this._writeText();
  }

  /** Takes what a person has typed; the form shows it as soon as it is a job. */
  async type(text: string): Promise<void> {
    this._text = text;
    const parsed = await parseYaml(text);
    if (this._text !== text) {
      // Somebody has typed on meanwhile.
      return;
    }
    const found = 'error' in parsed ? parsed : jobIn(parsed.value, this.namespace);
    if ('error' in found) {
      this._textProblem =
        'line' in found && found.line ? `Line ${found.line}: ${found.error}` : found.error;
    } else {
      this._textProblem = null;
      this._kind = found.kind;
      this._job = found.job;
    }
    this.stateChanged.emit();
  }

  /** A name that no job of the kind has, made of the one that the form began with. */
  nameFree(): void {
    const taken = this._around.names[this._kind.plural] ?? [];
    this.change({ name: freeName(this._job.metadata?.name ?? '', taken) });
  }

  private _offerRuntime(): void {
    const [first] = this._around.trainer?.items ?? [];
    if (first && this._kind.trainer && readRuntime(this._job).name === '') {
      this.changeRuntime({ kind: first.kind, name: first.name });
    }
  }

  /** What was written for another version of Kubeflow Trainer than the cluster has is written for that one. */
  private _moveOverrides(before: TrainingJobKind): void {
    if (before.trainer?.overrides !== this.kind.trainer?.overrides) {
      const { volumes } = readFields(this._job, before).fields;
      this._job = writeFields(this._job, before, { volumes: [] });
      this.change({ volumes });
    }
  }

  private _offerImage(): void {
    if (this._kind.trainer) {
      return;
    }
    const [first] = this._around.images[this._kind.images ?? ''] ?? [];
    if (first && this.read.fields.image === '') {
      this.change({ image: first });
    }
  }

  private _writeText(): void {
    const job = this._job;
    this._textProblem = null;
    void toYaml(job as never).then(text => {
      if (this._job === job) {
        this._text = text;
        this.stateChanged.emit();
      }
    });
    this.stateChanged.emit();
  }

  private _kind: TrainingJobKind;
  private _job: TrainingJob;
  private _source: CodeSource = { from: 'command' };
  private _parameters: readonly ParameterRow[] = [];
  private _text = '';
  private _textProblem: string | null = null;
  private _around: Surroundings = { images: {}, names: {} };
}

/** The job that a document is, or one sentence why it is none for this project. */
function jobIn(
  value: unknown,
  namespace: string
): { job: TrainingJob; kind: TrainingJobKind } | { error: string } {
  const kinds = FORM_JOB_KINDS.map(({ kind }) => kind).join(', ');
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { error: `A whole job is needed, of kind ${kinds}.` };
  }
  const { metadata, ...job } = value as TrainingJob;
  const kind = formKindOf(job.kind);
  if (kind === null || job.apiVersion !== apiVersionOfKind(kind)) {
    return {
      error: `It is not of ${kind ? apiVersionOfKind(kind) : 'kubeflow.org/v1'} and one of ${kinds}.`
    };
  }
  const { namespace: there, ...rest } = typeof metadata === 'object' ? (metadata ?? {}) : {};
  if (there !== undefined && there !== namespace) {
    return { error: `It is for the project ${there}, and this form is for ${namespace}.` };
  }
  return { job: { ...job, metadata: rest }, kind };
}
