import { VDomModel } from '@jupyterlab/ui-components';
import {
  checkJob,
  checkSearch,
  type Experiment,
  formOfExperiment,
  freeName,
  type JobFields,
  type JobProblem,
  parameterOf,
  plainExperiment,
  plainRun,
  type ReadFields,
  readFields,
  readRun,
  readSearch,
  type SearchFields,
  SHARED_VOLUME,
  TRAINING_JOB_KINDS,
  type TrainingJobKind,
  type TrialRun,
  TRIAL_JOB_KIND,
  writeFields,
  writeRun,
  writeSearch
} from '@kubeflow-lab/resources';
import { parseYaml, toYaml } from '../../panels/yaml';
import type { CodeSource, Surroundings } from '../../training/form/model';
import { experimentIn } from './document';
import { countProblems, placeholderProblems } from './problems';

/** Where what trials run comes from. */
export type SweepSource = Exclude<CodeSource, { from: 'job' }> | { from: 'pipeline'; path: string };

/** The kinds of trials that the form knows: a pod, or a training job. */
export const TRIAL_KINDS: readonly TrainingJobKind[] = [TRIAL_JOB_KIND, ...TRAINING_JOB_KINDS];

/** What a form begins with. */
export interface SweepStart {
  source: SweepSource;
}

/**
 * A sweep that is being written, by form and as YAML. The Experiment is the truth: the form changes parts of it, and the
 * text is what it looks like or, while a person types there, what it is read from.
 */
export class SweepModel extends VDomModel {
  constructor(
    readonly namespace: string,
    start: SweepStart | null = null
  ) {
    super();
    this._source = start?.source ?? { from: 'command' };
    const run = plainRun(TRIAL_JOB_KIND);
    const job = writeFields(run.job, run.kind, { volumes: [SHARED_VOLUME] });
    this._experiment = writeRun(plainExperiment(), { ...run, job });
    this._writeText();
  }

  /** The kind of job that each trial is. */
  get kind(): TrainingJobKind {
    return this._run.kind;
  }

  /** What the form shows of a trial's job. */
  get read(): ReadFields {
    return readFields(this._run.job, this.kind);
  }

  get search(): SearchFields {
    return readSearch(this._experiment);
  }

  get source(): SweepSource {
    return this._source;
  }

  get surroundings(): Surroundings {
    return this._around;
  }

  /** The sweep as it is sent; of one that runs a pipeline without what the trials run, which the server adds. */
  get experiment(): Experiment {
    return this._source.from === 'pipeline' ? withoutRun(this._experiment) : this._experiment;
  }

  /** The sweep as YAML, as it is typed at the moment; '' until it is written for the first time. */
  get text(): string {
    return this._text;
  }

  /** Why the text is not a sweep that this form can show; null where it is. */
  get textProblem(): string | null {
    return this._textProblem;
  }

  /** What would keep the sweep from starting, as far as that is known. */
  get problems(): JobProblem[] {
    const text = this._textProblem;
    return [
      ...(text === null ? [] : [error('yaml', text)]),
      ...this._searchProblems(),
      ...this._sourceProblems(),
      ...(this._source.from === 'pipeline' ? [] : this._runProblems())
    ];
  }

  /** What has become known of project and cluster; an empty image becomes the platform's first. */
  know(around: Partial<Surroundings>): void {
    this._around = { ...this._around, ...around };
    this._offerImage();
    this.stateChanged.emit();
  }

  /** Changes what each trial runs in; the name is the sweep's own. */
  change({ name, ...changes }: Partial<JobFields>): void {
    if (name !== undefined) {
      this.changeSearch({ name });
    }
    const { kind, job } = this._run;
    this._write(writeRun(this._experiment, { kind, job: writeFields(job, kind, changes) }));
  }

  changeSearch(changes: Partial<SearchFields>): void {
    this._write(writeSearch(this._experiment, changes));
  }

  setSource(source: SweepSource | CodeSource): void {
    if (source.from === 'job') {
      return;
    }
    this._source = source;
    if (source.from === 'command') {
      this._writeText();
    } else {
      this.change({ command: [] });
    }
  }

  /** Another kind of trial, which keeps what both can say. */
  setKind(kind: TrainingJobKind): void {
    const { image, cpu, memory, gpu, env, volumes, command } = this.read.fields;
    const offered = this._images;
    const { job } = plainRun(kind);
    const fields = { cpu, memory, gpu, env, volumes, command };
    const kept = { ...fields, image: offered.includes(image) ? '' : image };
    this._write(writeRun(this._experiment, { kind, job: writeFields(job, kind, kept) }));
    this._offerImage();
  }

  /** Takes what a person has typed; the form shows it as soon as it is a sweep. */
  async type(text: string): Promise<void> {
    this._text = text;
    const parsed = await parseYaml(text);
    if (this._text !== text) {
      // Somebody has typed on meanwhile.
      return;
    }
    const isPipeline = this._source.from === 'pipeline';
    const found =
      'error' in parsed ? parsed : experimentIn(parsed.value, this.namespace, !isPipeline);
    if ('error' in found) {
      this._textProblem =
        'line' in found && found.line ? `Line ${found.line}: ${found.error}` : found.error;
    } else {
      this._textProblem = null;
      this._experiment = isPipeline ? writeRun(found.experiment, this._run) : found.experiment;
    }
    this.stateChanged.emit();
  }

  private get _run(): TrialRun {
    return readRun(this._experiment)!;
  }

  private get _images(): readonly string[] {
    return this._around.images[this.kind.images ?? ''] ?? [];
  }

  private _searchProblems(): JobProblem[] {
    const problems = countProblems(this.search);
    if (problems.length === 0) {
      const form = formOfExperiment(this._experiment);
      checkSearch(form, (path, message) => problems.push(error(path, message)));
    }
    const { name } = this.search;
    const taken = this._around.names.experiments ?? [];
    if (taken.includes(name)) {
      const free = freeName(name, taken);
      problems.push({
        ...error('name', `There is a sweep ${name} in this project already.`),
        fix: { label: `Call it ${free}`, changes: { name: free } }
      });
    }
    return problems;
  }

  private _sourceProblems(): JobProblem[] {
    switch (this._source.from) {
      case 'file':
        return this._source.path.trim() === ''
          ? [error('file', 'Name the file with the code.')]
          : [];
      case 'command':
        return placeholderProblems(this._experiment, this.search.parameters.map(parameterOf));
      default:
        return [];
    }
  }

  private _runProblems(): JobProblem[] {
    const { limits, claims, capacity } = this._around;
    return checkJob(this._run.job, this.kind, {
      limits,
      claims,
      capacity,
      images: this._images,
      hasCode: this._source.from !== 'command'
    }).filter(({ path }) => path !== 'name');
  }

  private _offerImage(): void {
    const [first] = this._images;
    if (first && this.read.fields.image === '') {
      this.change({ image: first });
    }
  }

  private _write(experiment: Experiment): void {
    this._experiment = experiment;
    this._writeText();
  }

  private _writeText(): void {
    const { experiment } = this;
    const before = this._experiment;
    this._textProblem = null;
    void toYaml(experiment as never).then(text => {
      if (this._experiment === before) {
        this._text = text;
        this.stateChanged.emit();
      }
    });
    this.stateChanged.emit();
  }

  private _experiment: Experiment;
  private _source: SweepSource;
  private _text = '';
  private _textProblem: string | null = null;
  private _around: Surroundings = { images: {}, names: {} };
}

const error = (path: string, message: string): JobProblem => ({ path, message, severity: 'error' });

/** The sweep without what its trials run; the parameters of the template stay. */
function withoutRun(experiment: Experiment): Experiment {
  const { retain, trialParameters } = experiment.spec?.trialTemplate ?? {};
  return {
    ...experiment,
    spec: { ...experiment.spec, trialTemplate: { retain, trialParameters } }
  };
}
