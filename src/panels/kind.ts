import type { LabIcon } from '@jupyterlab/ui-components';
import type { Item, Plural, Summary } from '@kubeflow-lab/schema';
import type * as React from 'react';
import type { LogPart } from '../components/logView';
import type { IPlatform, ObjectRef } from '../tokens';

/** What every kind's summary has beside its phase: docs/architecture.md. */
export interface PanelSummary extends Summary {
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  /** Path of the notebook that it was started from. */
  notebook: string | null;
}

/** What can be done with an object. Shown disabled, with the reason, where it cannot be done now. */
export interface ItemAction {
  id: string;
  label: string;
  enabled: boolean;
  /** One sentence: why it cannot be done now. Needed where `enabled` is false. */
  reason?: string;
  /** Whether it takes something away; it is drawn so. It asks by itself before it does. */
  warn?: boolean;
  /** A rejection is shown to the person beside the action. */
  run: () => void | Promise<void>;
}

/** What is given to everything that draws or does something with an object of a kind. */
export interface ItemProps<S extends PanelSummary> {
  item: Item<S>;
  platform: IPlatform;
}

export interface PictureProps<S extends PanelSummary> extends ItemProps<S> {
  /** Whether the object was deleted: what is shown is its last state, and nothing can be done. */
  gone: boolean;
  /** Shows the log of a part (a name of `parts`) in the log tab; null for all of it. Missing in a card. */
  showLog?: (part: string | null) => void;
}

/** A tab of a kind's own in the detail, between overview and log. */
export interface DetailTab<S extends PanelSummary> {
  id: string;
  label: string;
  view: (props: PictureProps<S>) => React.JSX.Element;
}

/** How a saved card of the kind is read and written where no server helps. */
export interface CardDescription<S extends PanelSummary> {
  /** Fills a summary that anyone may have written with every field that `picture` and `facts` read. */
  read: (summary: PanelSummary & Record<string, unknown>) => S;
  /** A table below the sentence, in the HTML of other viewers. Everything is escaped. */
  table?: (summary: S) => { head: string[]; rows: string[][] };
  /** Names and values below that. */
  values?: (summary: S) => Record<string, number | string>;
}

/** All that a panel knows of a kind of objects that the other panels do not. See docs/add-a-panel.md. */
export interface KindDescription<S extends PanelSummary = PanelSummary> {
  plural: Plural;
  apiVersion: string;
  kind: string;
  icon: LabIcon;
  /** In the middle of a sentence: `training job`, `training jobs`. */
  noun: { one: string; many: string };
  /** What runs the kind: the add-on's name in the settings, its name for people, and what to do without it. */
  engine: { addon: string; name: string; missing: string };
  /** Whether the panel is whole without it: nothing is said where it is not there, or may not be seen. */
  incidental?: boolean;
  /** Whether an object runs until it is stopped, as a service does; else it runs to its end. */
  lasting?: boolean;
  /** Whether its YAML can be changed; the server has the action `edit` for it. */
  editable?: boolean;
  /** Short facts for a row of the list, as `2/2 replicas`. */
  facts?: (item: Item<S>) => string[];
  /** The number that says most, for a row of the list. */
  metric?: (item: Item<S>) => { name: string; value: number } | null;
  /** More words by which the list can be searched; name, kind and phase are found anyway. */
  words?: (item: Item<S>) => string[];
  /** What the object looks like: graph, replicas, plot. The overview of its tab, and in its card. */
  picture: (props: PictureProps<S>) => React.JSX.Element;
  /** Metrics in the head of tab and card. */
  metrics?: (item: Item<S>) => Record<string, number>;
  /** The parts whose logs can be shown alone, in the order of their colours. None: the log as a whole. */
  parts?: (item: Item<S>) => LogPart[];
  /** Asks the server for one part's log instead of picking its lines from the whole. For many parts. */
  narrowLog?: boolean;
  /** Whether a container of it was started again, so that there is a log of before that. */
  restarted?: (item: Item<S>) => boolean;
  tabs?: DetailTab<S>[];
  /** Beside opening, its notebook and deleting, which every kind has. */
  actions?: (props: ItemProps<S>) => ItemAction[];
  /** How Python code finds an object of the kind by its name, for a person who lost the one they had. */
  python?: (name: string) => string;
  /** One sentence for the question before deleting: what goes with it, what stays. */
  deletion: string;
  /** Missing: cards of this kind show the state, but no picture from a saved notebook. */
  card?: CardDescription<S>;
}

/** A panel of the side bar. */
export interface PanelDescription {
  /** As `training`: part of widget ids and commands. */
  id: string;
  /** As `Training jobs`: heading, and name of the side bar's tab. */
  title: string;
  icon: LabIcon;
  /** Place in the side bar. */
  rank: number;
  noun: { one: string; many: string };
  kinds: KindDescription[];
  /** Stands above the list while there is a connection, as what is in the notebook in front. */
  top?: () => React.JSX.Element;
  /** What is shown where there are no objects: how to make the first. */
  empty: () => React.JSX.Element;
  /** Buttons above the list, beside *New from YAML*. */
  toolbar?: { id: string; label: string; title: string; run: () => void }[];
  /** A first text for *New from YAML*: a whole object that works. */
  example?: string;
}

/** A description as the framework keeps it, which knows no kind's own summary. */
export function anyKind<S extends PanelSummary>(kind: KindDescription<S>): KindDescription {
  return kind as unknown as KindDescription;
}

/** What names an item of a kind. */
export function refOf({ plural }: KindDescription, { object }: Item): ObjectRef {
  return { plural, namespace: object.metadata.namespace ?? '', name: object.metadata.name };
}
