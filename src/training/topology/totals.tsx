import type { TranslationBundle } from '@jupyterlab/translation';
import { formatBytes, parseQuantity, type Topology } from '@kubeflow-lab/resources';
import type { Capacity } from '@kubeflow-lab/schema';
import * as React from 'react';

interface TotalsProps {
  topology: Topology;
  limits?: { cpu: string; memory: string };
  capacity?: Capacity;
  trans: TranslationBundle;
}

/** What all replicas of a job ask for together, against what is free and what quotas leave. */
export function Totals({ topology, limits, capacity, trans }: TotalsProps): React.JSX.Element {
  const { replicas, cpu, memory, gpu, unlimited } = topology.totals;
  const facts = [
    trans._n('%1 replica', '%1 replicas', replicas, replicas),
    cpu > 0 ? trans.__('%1 CPU', Number(cpu.toFixed(3))) : '',
    memory > 0 ? trans.__('%1 memory', formatBytes(memory)) : '',
    gpu > 0 ? trans.__('%1 GPU', gpu) : ''
  ].filter(fact => fact !== '');
  return (
    <div className="kfl-Topology-totals">
      <b>{facts.join(' · ')}</b>
      {unlimited && <span>{trans.__('What is left open takes what the node has to spare.')}</span>}
      {capacity ? (
        <Left topology={topology} capacity={capacity} trans={trans} />
      ) : (
        limits?.cpu && (
          <span>
            {trans.__(
              'The largest node has %1 CPU, %2 memory.',
              limits.cpu,
              formatBytes(parseQuantity(limits.memory) ?? 0)
            )}
          </span>
        )
      )}
    </div>
  );
}

interface Row {
  name: string;
  asked: number;
  left: number;
  text: (amount: number) => string;
}

/** Each amount that is asked for as a bar of what is left. */
function Left(props: Required<Omit<TotalsProps, 'limits'>>): React.JSX.Element {
  const { topology, capacity, trans } = props;
  return (
    <table className="kfl-Topology-left">
      <caption>{trans.__('Asked for, of what is left now')}</caption>
      <tbody>
        {rowsOf(topology, capacity, trans).map(({ name, asked, left, text }) => (
          <tr key={name} className={asked > left ? 'kfl-mod-over' : undefined}>
            <th scope="row">{name}</th>
            <td>
              <Bar share={asked / Math.max(left, asked, 1e-9)} />
            </td>
            <td>{trans.__('%1 of %2', asked === 0 ? '0' : text(asked), text(left))}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The numbers stand beside it. */
function Bar({ share }: { share: number }): React.JSX.Element {
  return (
    <span className="kfl-Topology-bar" aria-hidden="true">
      <span style={{ width: `${share * 100}%` }} />
    </span>
  );
}

const number = (amount: number) => String(Number(amount.toFixed(2)));

function rowsOf({ totals }: Topology, { free, quotas }: Capacity, trans: TranslationBundle): Row[] {
  const all: Row[] = [
    { name: trans.__('CPU'), asked: totals.cpu, left: free.cpu, text: number },
    { name: trans.__('Memory'), asked: totals.memory, left: free.memory, text: formatBytes },
    { name: trans.__('GPU'), asked: totals.gpu, left: free.gpu, text: number }
  ];
  const ofNodes = all.filter(
    ({ asked, left, name }) => name !== trans.__('GPU') || asked + left > 0
  );
  const counted: Record<string, Pick<Row, 'asked' | 'text'>> = {
    pods: { asked: totals.replicas, text: number },
    ...named(['cpu', 'requests.cpu', 'limits.cpu'], { asked: totals.cpu, text: number }),
    ...named(['memory', 'requests.memory', 'limits.memory'], {
      asked: totals.memory,
      text: formatBytes
    }),
    ...named(['requests.nvidia.com/gpu'], { asked: totals.gpu, text: number })
  };
  const ofQuotas = (quotas ?? []).flatMap(({ quota, resource, hard, used }): Row[] =>
    counted[resource]
      ? [
          {
            name: trans.__('Quota %1: %2', quota, resource),
            left: Math.max(0, hard - used),
            ...counted[resource]
          }
        ]
      : []
  );
  return [...ofNodes, ...ofQuotas];
}

const named = <T,>(names: readonly string[], value: T): Record<string, T> =>
  Object.fromEntries(names.map(name => [name, value]));
