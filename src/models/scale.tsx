import type { TranslationBundle } from '@jupyterlab/translation';
import type {
  InferenceServiceSummary,
  Item,
  ScaleMetric,
  ServingScale
} from '@kubeflow-lab/schema';
import * as React from 'react';

import { ProblemError } from '../problem';
import type { IPlatform } from '../tokens';
import { modelRef } from './ref';

interface ScaleProps {
  item: Item<InferenceServiceSummary>;
  platform: IPlatform;
  trans: TranslationBundle;
}

/** What a person has typed; `null`: as it is. */
interface Typed {
  min: string | null;
  max: string | null;
  metric: ScaleMetric | null;
  target: string | null;
}

const UNTOUCHED: Typed = { min: null, max: null, metric: null, target: null };
const USUAL_TARGET: Record<ScaleMetric, number> = { cpu: 80, memory: 80, concurrency: 10, rps: 50 };

/** How many replicas there are, and what decides it. */
export function ScaleView({ item, platform, trans }: ScaleProps): React.JSX.Element | null {
  const { scale } = item.summary;
  return scale === null ? null : (
    <ScaleSection item={item} scale={scale} platform={platform} trans={trans} />
  );
}

function ScaleSection(props: ScaleProps & { scale: ServingScale }): React.JSX.Element {
  const { item, scale, platform, trans } = props;
  const { ready } = item.summary.replicas;
  const [typed, setTyped] = React.useState(UNTOUCHED);
  const [problem, setProblem] = React.useState<string | null>(null);
  const [busy, setBusy] = React.useState(false);
  const names = metricNames(trans);
  const metric = typed.metric ?? scale.metric ?? 'cpu';
  const kept = metric === scale.metric ? scale.target : null;
  const min = typed.min ?? String(scale.min);
  const max = typed.max ?? String(scale.max ?? scale.min);
  const target = typed.target ?? String(kept ?? USUAL_TARGET[metric]);
  const onlyYaml = scale.metric === null ? scale.offers[0].why : null;
  const refusals = scale.offers.filter(({ why }) => why !== null);
  const change = (changed: Partial<Typed>) => {
    setTyped({ ...typed, ...changed });
    setProblem(null);
  };
  const submit = async () => {
    setBusy(true);
    setProblem(null);
    try {
      const numbers = { minReplicas: Number(min), maxReplicas: Number(max) };
      const form = { ...numbers, metric, target: Number(target) };
      await platform.client.act(modelRef(item), 'scale', form);
      setTyped(UNTOUCHED);
    } catch (error) {
      const { errors = [], detail } = ProblemError.from(error).problem;
      setProblem(errors.map(one => one.message).join(' ') || (detail ?? null));
    } finally {
      setBusy(false);
    }
  };
  const number = (name: 'min' | 'max' | 'target', label: string, value: string, least: number) => (
    <label>
      {label}
      <input
        type="number"
        className="kfl-Filter"
        min={least}
        value={value}
        onChange={event => change({ [name]: event.target.value })}
      />
    </label>
  );
  return (
    <section className="kfl-Model-section" aria-label={trans.__('Scale')}>
      <h3>{trans.__('Scale')}</h3>
      <p className="kfl-Model-note">{stateOf(scale, ready, trans)}</p>
      {scale.trouble !== null && <p className="kfl-Model-note">{scale.trouble}</p>}
      {problem !== null && (
        <p className="kfl-Create-wrong" role="alert">
          {problem}
        </p>
      )}
      {onlyYaml !== null ? (
        <p className="kfl-Model-note">{onlyYaml}</p>
      ) : (
        <form
          className="kfl-Model-canary"
          noValidate
          onSubmit={event => {
            event.preventDefault();
            void submit();
          }}
        >
          {number('min', trans.__('At least'), min, scale.zero === null ? 0 : 1)}
          {number('max', trans.__('At most'), max, 1)}
          <label>
            {trans.__('By')}
            <select
              className="kfl-Select"
              value={metric}
              onChange={event =>
                change({ metric: event.target.value as ScaleMetric, target: null })
              }
            >
              {scale.offers.map(({ metric: one, why }) => (
                <option key={one} value={one} disabled={why !== null} title={why ?? undefined}>
                  {names[one]}
                </option>
              ))}
            </select>
          </label>
          {number('target', targetLabel(metric, trans), target, 1)}
          <button
            type="submit"
            className="kfl-Button"
            disabled={
              busy ||
              ![min, max, target].every(text => /^\d{1,6}$/.test(text)) ||
              Object.values(typed).every(one => one === null)
            }
          >
            {trans.__('Change scale')}
          </button>
        </form>
      )}
      {onlyYaml === null && refusals.length > 0 && (
        <p className="kfl-Model-note">
          {refusals[0].why} {scale.zero}
        </p>
      )}
    </section>
  );
}

/** "2 of 1–5 replicas, CPU 40 % of 80 % of 100m". */
export function stateOf(scale: ServingScale, ready: number, trans: TranslationBundle): string {
  const { min, max, metric, target, measured, requested } = scale;
  const bounds =
    max === null ? trans.__('%1 or more', min) : min === max ? `${min}` : `${min}–${max}`;
  const count = trans.__('%1 of %2 replicas', ready, bounds);
  if (metric === null || target === null || min === max) {
    return `${count}.`;
  }
  const name = metricNames(trans)[metric];
  if (metric === 'concurrency' || metric === 'rps') {
    return trans.__('%1; %2: %3 for each.', count, name, target);
  }
  const of = requested === null ? trans.__('what it requests') : requested;
  return measured === null
    ? trans.__('%1; %2 not measured yet, wanted %3 % of %4.', count, name, target, of)
    : trans.__('%1; %2 %3 % of %4 (wanted: %5 %).', count, name, measured, of, target);
}

function metricNames(trans: TranslationBundle): Record<ScaleMetric, string> {
  return {
    cpu: trans.__('CPU'),
    memory: trans.__('Memory'),
    concurrency: trans.__('Requests at a time'),
    rps: trans.__('Requests a second')
  };
}

function targetLabel(metric: ScaleMetric, trans: TranslationBundle): string {
  return metric === 'cpu' || metric === 'memory'
    ? trans.__('Target in %')
    : trans.__('For each replica');
}
