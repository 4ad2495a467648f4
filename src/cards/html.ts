import type { Item } from '@kubeflow-lab/schema';
import type { CardDescription, KindDescription, PanelSummary } from '../panels';

/**
 * The snapshot where no extension shows the card: on a code forge, in an export, in another editor.
 * The markup is that of the magics, `kubeflow_lab/magics/card.py`. Everything is escaped.
 */
export function htmlOf({ object, summary }: Item<PanelSummary>, kind: KindDescription): string {
  const head = `<strong>${escape(object.metadata.name)}</strong> ${escape(summary.phase)}`;
  const { table, values } = kind.card ?? {};
  return `<div class="kubeflow-lab-card"><p>${head}</p><p>${escape(summary.message)}</p>${tableOf(table?.(summary))}${valuesOf(values?.(summary))}</div>`;
}

/** One line for a terminal. */
export function textOf({ object, summary }: Item<PanelSummary>, kind: KindDescription): string {
  const values = Object.entries(kind.card?.values?.(summary) ?? {});
  const said = values.map(([name, value]) => `, ${name}=${value}`).join('');
  return `${object.kind} ${object.metadata.name}: ${summary.phase}. ${summary.message}${said}`;
}

type Table = ReturnType<NonNullable<CardDescription<PanelSummary>['table']>>;

function tableOf({ head, rows }: Table = { head: [], rows: [] }): string {
  const cells = (tag: string, texts: string[]) =>
    `<tr>${texts.map(text => `<${tag}>${escape(text)}</${tag}>`).join('')}</tr>`;
  const body = rows.map(row => cells('td', row)).join('');
  return body ? `<table><thead>${cells('th', head)}</thead><tbody>${body}</tbody></table>` : '';
}

function valuesOf(values: Record<string, number | string> = {}): string {
  const rows = Object.entries(values).map(
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
