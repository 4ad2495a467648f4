import type { TranslationBundle } from '@jupyterlab/translation';
import { formatBytes, parseQuantity, type Topology } from '@kubeflow-lab/resources';
import * as React from 'react';

/** What all replicas of a job ask for together. */
export function Totals(props: {
  topology: Topology;
  limits?: { cpu: string; memory: string };
  trans: TranslationBundle;
}): React.JSX.Element {
  const { topology, limits, trans } = props;
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
      {limits?.cpu && (
        <span>
          {trans.__(
            'The largest node has %1 CPU, %2 memory.',
            limits.cpu,
            formatBytes(parseQuantity(limits.memory) ?? 0)
          )}
        </span>
      )}
    </div>
  );
}
