import { InputDialog } from '@jupyterlab/apputils';
import type { Curve } from '@kubeflow-lab/resources';
import * as React from 'react';
import { ProblemError } from '../../problem';
import type { IPlatform, ObjectRef } from '../../tokens';
import type { EventReader } from './eventFiles';
import { eventReader } from './places';

const EVERY_MS = 15_000;

/** What is known of the event files of a job. */
export interface EventCurves {
  folder: string;
  curves: readonly Curve[];
  /** A sentence; null where the folder could be read. */
  problem: string | null;
}

/** Where a job is taken to write its event files, until a person says otherwise; TensorBoard begins there, too. */
export const usualFolder = (job: string) => `pvc://shared/logs/${job}`;

/** The curves of the event files in a folder, read again while the job runs; null before they were read. */
export function useEventCurves(
  { client, trans }: IPlatform,
  { namespace }: ObjectRef,
  folder: string,
  running: boolean
): EventCurves | null {
  const [known, setKnown] = React.useState<EventCurves | null>(null);
  React.useEffect(() => {
    let over = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let reader: EventReader | null = null;
    const read = async (): Promise<Omit<EventCurves, 'folder'>> => {
      try {
        reader ??= eventReader(client, namespace, folder, trans);
        return { curves: await reader.read(), problem: null };
      } catch (error) {
        return { curves: [], problem: ProblemError.from(error).message };
      }
    };
    const again = async () => {
      const found = await read();
      if (!over) {
        setKnown({ folder, ...found });
        timer = running ? setTimeout(() => void again(), EVERY_MS) : undefined;
      }
    };
    void again();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [client, namespace, folder, running, trans]);
  return known;
}

/** Asks for another folder; resolves to null where the person has thought better of it. */
export async function askFolder({ trans }: IPlatform, folder: string): Promise<string | null> {
  const { button, value } = await InputDialog.getText({
    title: trans.__('Curves of event files'),
    label: trans.__('Folder of the event files: pvc://shared/FOLDER or s3://BUCKET/FOLDER'),
    text: folder,
    okLabel: trans.__('Show')
  });
  return button.accept && value ? value.trim() : null;
}
