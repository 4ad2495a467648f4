import type { LogLine, NotebookItem, Problem, Settings } from '@kubeflow-lab/schema';

/** What can be subscribed to; the body of `POST /api/stream/{stream}/subscriptions`. */
export type Topic =
  | { resource: 'notebooks'; namespace: string }
  | { resource: 'logs'; kind: 'notebooks'; namespace: string; name: string }
  | { resource: 'settings' };

/** One name per topic, so that tabs that ask for the same share one subscription. */
export function topicKey(topic: Topic): string {
  switch (topic.resource) {
    case 'settings':
      return 'settings';
    case 'notebooks':
      return `notebooks/${topic.namespace}`;
    case 'logs':
      return `logs/${topic.kind}/${topic.namespace}/${topic.name}`;
  }
}

/** What a topic is known to be. `problem` may stand beside older data, which is then out of date. */
export interface TopicState {
  loaded: boolean;
  items: readonly NotebookItem[];
  lines: readonly LogLine[];
  ended: boolean;
  settings: Settings | null;
  problem: Problem | null;
}

export const EMPTY: TopicState = {
  loaded: false,
  items: [],
  lines: [],
  ended: false,
  settings: null,
  problem: null
};

/** The events of a subscription, without its id. */
export type TopicEvent =
  | { type: 'snapshot'; items?: NotebookItem[]; lines?: LogLine[]; settings?: Settings }
  | { type: 'changed'; item: NotebookItem }
  | { type: 'removed'; uid: string }
  | { type: 'lines'; lines: LogLine[] }
  | { type: 'end' }
  | { type: 'error'; problem: Problem };

/** A log longer than this loses its beginning: a browser is no archive. */
export const MOST_LINES = 5000;

/** What tells two objects of the same name apart, one after the other; every stored object has it. */
export function uidOf(item: NotebookItem): string {
  return item.object.metadata.uid ?? '';
}

function change(items: readonly NotebookItem[], item: NotebookItem): NotebookItem[] {
  const uid = uidOf(item);
  return items.some(other => uidOf(other) === uid)
    ? items.map(other => (uidOf(other) === uid ? item : other))
    : [...items, item];
}

/** The state after `event`; a snapshot replaces everything, and what did not change keeps its identity. */
export function apply(state: TopicState, event: TopicEvent): TopicState {
  switch (event.type) {
    case 'snapshot':
      return {
        ...EMPTY,
        loaded: true,
        items: event.items ?? [],
        lines: (event.lines ?? []).slice(-MOST_LINES),
        settings: event.settings ?? null
      };
    case 'changed':
      return { ...state, items: change(state.items, event.item) };
    case 'removed':
      return {
        ...state,
        items: state.items.filter(item => uidOf(item) !== event.uid)
      };
    case 'lines':
      return { ...state, lines: [...state.lines, ...event.lines].slice(-MOST_LINES) };
    case 'end':
      return { ...state, ended: true };
    case 'error':
      return { ...state, problem: event.problem };
  }
}
