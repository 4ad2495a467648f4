import type { ModelTraffic } from '@kubeflow-lab/schema';
import * as React from 'react';

import { ProblemError } from '../problem';
import type { IPlatform, ObjectRef } from '../tokens';
import { withReading } from './traffic';

const EVERY_MS = 5_000;
/** How long a cluster that tells nothing is left alone. */
const PAUSE_MS = 60_000;

export interface KnownTraffic {
  /** The readings of the last minutes, the first one first. */
  readings: readonly ModelTraffic[];
  /** Why there is none now. */
  why: string | null;
}

/** What the gateway counts for a model, read again and again while somebody may be looking; null before it is known. */
export function useTraffic({ client }: IPlatform, ref: ObjectRef): KnownTraffic | null {
  const { plural, namespace, name } = ref;
  const [known, setKnown] = React.useState<KnownTraffic | null>(null);
  React.useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    const ask = async () => {
      let why: string | null = null;
      if (!document.hidden) {
        try {
          const reading = await client.act<ModelTraffic>({ plural, namespace, name }, 'traffic');
          ({ why } = reading);
          if (!over) {
            setKnown(before => ({
              readings: why === null ? withReading(before?.readings ?? [], reading) : [],
              why: reading.why
            }));
          }
        } catch (error) {
          why = ProblemError.from(error).message;
          const said = why;
          if (!over) {
            setKnown(before => ({ readings: before?.readings ?? [], why: said }));
          }
        }
      }
      if (!over) {
        timer = setTimeout(() => void ask(), why === null ? EVERY_MS : PAUSE_MS);
      }
    };
    void ask();
    return () => {
      over = true;
      clearTimeout(timer);
      setKnown(null);
    };
  }, [client, plural, namespace, name]);
  return known;
}
