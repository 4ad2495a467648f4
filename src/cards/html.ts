import type { CardItem } from './card';

/**
 * The snapshot where no extension shows the card: on a code forge, in an export, in another editor.
 * The markup is that of the magics, `kubeflow_lab/magics/card.py`. Everything is escaped.
 */
export function htmlOf({ object, summary }: CardItem): string {
  const head = `<strong>${escape(object.metadata.name)}</strong> ${escape(summary.phase)}`;
  return `<div class="kubeflow-lab-card"><p>${head}</p><p>${escape(summary.message)}</p>${replicasOf(summary)}${metricsOf(summary)}</div>`;
}

/** One line for a terminal. */
export function textOf({ object, summary }: CardItem): string {
  const metrics = Object.entries(summary.metrics).map(([name, value]) => `, ${name}=${value}`);
  return `${object.kind} ${object.metadata.name}: ${summary.phase}. ${summary.message}${metrics.join('')}`;
}

function replicasOf({ replicas }: CardItem['summary']): string {
  const rows = replicas.map(
    ({ name, phase, message }) =>
      `<tr><td>${escape(name)}</td><td>${escape(phase)}</td><td>${escape(message)}</td></tr>`
  );
  const head = '<thead><tr><th>Replica</th><th>State</th><th></th></tr></thead>';
  return rows.length > 0 ? `<table>${head}<tbody>${rows.join('')}</tbody></table>` : '';
}

function metricsOf({ metrics }: CardItem['summary']): string {
  const rows = Object.entries(metrics).map(
    ([name, value]) => `<dt>${escape(name)}</dt><dd>${escape(value)}</dd>`
  );
  return rows.length > 0 ? `<dl>${rows.join('')}</dl>` : '';
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;'
};

function escape(value: unknown): string {
  return String(value).replace(/[&<>"']/g, character => entities[character]);
}
