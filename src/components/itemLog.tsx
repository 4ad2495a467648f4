import type { TranslationBundle } from '@jupyterlab/translation';
import type { ILive, Topic } from '@kubeflow-lab/live';
import * as React from 'react';
import { useFeed } from './hooks';
import { type LogPart, LogView } from './logView';

interface ItemLogProps {
  live: ILive;
  object: { plural: string; namespace: string; name: string };
  parts: readonly LogPart[];
  /** Only this part, by its name; null for all. */
  only?: string | null;
  /** Asks the server for that part alone, instead of picking its lines from the whole. */
  narrow?: boolean;
  /** Only lines that contain this text, whatever its case. */
  search?: string;
  trans: TranslationBundle;
}

/** A log may bring thousands of lines a second: all of them are taken, and drawn so often. */
const PAINT_MS = 100;

/** The merged log of an object's parts, live while it is shown. */
export function ItemLog(props: ItemLogProps): React.JSX.Element {
  const { live, object, only = null, narrow } = props;
  const { plural: kind, namespace, name } = object;
  const part = narrow && only ? { part: only } : {};
  const topic: Topic = { resource: 'logs', kind, namespace, name, ...part };
  const feed = useFeed(live, topic, PAINT_MS);
  return (
    <LogView
      name={name}
      feed={feed}
      parts={props.parts}
      only={narrow ? null : only}
      search={props.search}
      trans={props.trans}
      onRetry={() => live.again(topic)}
    />
  );
}
