import type { TranslationBundle } from '@jupyterlab/translation';
import type { InferenceService } from '@kubeflow-lab/resources';
import type { InferenceServiceSummary, Item } from '@kubeflow-lab/schema';
import * as React from 'react';

import { LineChart } from '../charts/lazyLineChart';
import type { LoadFigures } from '../client';
import { ProblemError } from '../problem';
import type { IPlatform } from '../tokens';
import { shortProblem } from './answer';

/** What the Jupyter server's handler takes at most. */
const SECONDS_MAX = 30;
const CONCURRENT_MAX = 50;
const CHART_HEIGHT = 120;

interface LoadProps {
  item: Item<InferenceServiceSummary>;
  /** The request that is repeated, as it stands in the form; null where it is not JSON. */
  body: unknown;
  platform: IPlatform;
  trans: TranslationBundle;
}

type State =
  | { is: 'idle' }
  | { is: 'running' }
  | { is: 'done'; figures: LoadFigures; name: string }
  | { is: 'failed'; message: string };

/** How many requests a second a version answers, and how fast. */
export function LoadForm({ item, body, platform, trans }: LoadProps): React.JSX.Element {
  const { canary, version } = item.summary;
  const [seconds, setSeconds] = React.useState('5');
  const [concurrent, setConcurrent] = React.useState('4');
  const [asksCanary, setAsksCanary] = React.useState(false);
  const [state, setState] = React.useState<State>({ is: 'idle' });
  const running = React.useRef<AbortController | null>(null);
  // A tab that is closed leaves no load behind.
  React.useEffect(() => () => running.current?.abort(), []);

  const toCanary = asksCanary && canary?.ready === true;
  const isTransformed = (item.object as InferenceService).spec?.transformer != null;
  const part = toCanary ? 'canary' : isTransformed ? 'transformer' : 'predictor';
  const asked = toCanary ? canary.version : version;
  const name = asked === null ? item.object.metadata.name : trans.__('version %1', asked);
  const run = async () => {
    const end = new AbortController();
    running.current = end;
    setState({ is: 'running' });
    try {
      const form = {
        name: item.object.metadata.name,
        body,
        part,
        seconds: Number(seconds),
        concurrent: Number(concurrent)
      };
      const figures = await platform.client.load(form, end.signal);
      setState({ is: 'done', figures, name });
    } catch (error) {
      setState(
        end.signal.aborted
          ? { is: 'idle' }
          : { is: 'failed', message: ProblemError.from(error).message }
      );
    }
  };
  const fits =
    body !== null && isWithin(seconds, SECONDS_MAX) && isWithin(concurrent, CONCURRENT_MAX);
  return (
    <details className="kfl-Model-section kfl-Model-load">
      <summary>{trans.__('Put it under load')}</summary>
      <p className="kfl-Model-note">
        {trans.__(
          'The request above, again and again, from this JupyterLab to the pods of %1 inside the cluster, past the gateway. Who else asks them meanwhile waits longer.',
          name
        )}
      </p>
      <form
        className="kfl-Model-canary"
        onSubmit={event => {
          event.preventDefault();
          void run();
        }}
      >
        <AmountField
          label={trans.__('Seconds')}
          most={SECONDS_MAX}
          value={seconds}
          onChange={setSeconds}
        />
        <AmountField
          label={trans.__('At a time')}
          most={CONCURRENT_MAX}
          value={concurrent}
          onChange={setConcurrent}
        />
        {canary?.ready && (
          <label>
            <input
              type="checkbox"
              checked={asksCanary}
              onChange={event => setAsksCanary(event.target.checked)}
            />
            {trans.__('The canary')}
          </label>
        )}
        <button
          type="submit"
          className="kfl-Button"
          disabled={!fits || state.is === 'running'}
          title={body === null ? trans.__('The request above is not JSON.') : undefined}
        >
          {state.is === 'running' ? trans.__('Asking…') : trans.__('Start')}
        </button>
        {state.is === 'running' && (
          <button type="button" className="kfl-Button" onClick={() => running.current?.abort()}>
            {trans.__('End')}
          </button>
        )}
      </form>
      {state.is === 'failed' && (
        <p className="kfl-Create-wrong" role="alert">
          {state.message}
        </p>
      )}
      {state.is === 'done' && <Figures figures={state.figures} name={state.name} trans={trans} />}
    </details>
  );
}

function AmountField(props: {
  label: string;
  most: number;
  value: string;
  onChange: (value: string) => void;
}): React.JSX.Element {
  const { label, most, value, onChange } = props;
  return (
    <label>
      {label}
      <input
        type="number"
        className="kfl-Filter"
        min={1}
        max={most}
        value={value}
        onChange={event => onChange(event.target.value)}
      />
    </label>
  );
}

function Figures(props: {
  figures: LoadFigures;
  name: string;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { figures, name, trans } = props;
  const { requests, errors, seconds, problem, course } = figures;
  const time = (milliseconds: number | null) =>
    milliseconds === null ? '–' : trans.__('%1 ms', Number(milliseconds.toPrecision(3)));
  const cells: [string, string][] = [
    [trans.__('Requests'), String(requests)],
    [trans.__('A second'), String(Number((requests / seconds).toPrecision(3)))],
    [trans.__('Errors'), String(errors)],
    [trans.__('Median'), time(figures.median)],
    [trans.__('95 %'), time(figures.p95)],
    [trans.__('99 %'), time(figures.p99)],
    [trans.__('Longest'), time(figures.longest)]
  ];
  return (
    <div role="status">
      <div className="kfl-Model-scroll">
        <table
          className="kfl-Model-table kfl-Model-loads"
          aria-label={trans.__('Load on %1', name)}
        >
          <thead>
            <tr>
              {cells.map(([title]) => (
                <th key={title}>{title}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              {cells.map(([title, text]) => (
                <td key={title}>{text}</td>
              ))}
            </tr>
          </tbody>
        </table>
      </div>
      {problem !== null && (
        <p className="kfl-Create-wrong">{trans.__('The first error: %1', shortProblem(problem))}</p>
      )}
      {course.length > 2 && (
        <figure className="kfl-Model-chart">
          <figcaption>{trans.__('Answers in each second')}</figcaption>
          <React.Suspense fallback={<div style={{ height: CHART_HEIGHT }} />}>
            <LineChart
              // The last second is not a whole one.
              lines={[
                {
                  label: name,
                  color: '--kfl-series-0',
                  points: course.slice(0, -1).map((answers, second) => [second + 1, answers])
                }
              ]}
              xLabel={trans.__('Second')}
              height={CHART_HEIGHT}
              fromZero
            />
          </React.Suspense>
        </figure>
      )}
    </div>
  );
}

const isWithin = (text: string, most: number) =>
  /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= most;
