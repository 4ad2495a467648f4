import { emptyFeed } from '@kubeflow-lab/live';
import type { LogLine } from '@kubeflow-lab/schema';
import * as React from 'react';
import { cleanLine, type LogPart, LogView, ProblemView } from '../components';
import { download } from '../components/download';
import { ProblemError } from '../problem';
import type { IPlatform, ObjectRef } from '../tokens';

/** As many lines as the server gives at once. */
const MOST = 20_000;

interface EarlierLogProps {
  platform: IPlatform;
  object: ObjectRef;
  parts: readonly LogPart[];
  part: string | null;
  search: string;
}

type Read = { lines: LogLine[] } | { problem: ProblemError } | null;

/** What containers wrote before their last restart. It does not change, and is read once. */
export function EarlierLog(props: EarlierLogProps): React.JSX.Element {
  const { platform, object, parts, part, search } = props;
  const { client, trans } = platform;
  const [read, setRead] = React.useState<Read>(null);
  const key = JSON.stringify(object);
  React.useEffect(() => {
    let current = true;
    const tell = (found: Read) => current && setRead(found);
    client
      .logs(JSON.parse(key) as ObjectRef, MOST, { previous: true })
      .then(tell, error => tell({ problem: ProblemError.from(error) }));
    return () => {
      current = false;
    };
  }, [client, key]);
  if (read && 'problem' in read) {
    return <ProblemView problem={read.problem.problem} trans={trans} />;
  }
  const feed = read
    ? { ...emptyFeed, state: 'ended' as const, loaded: true, lines: read.lines }
    : emptyFeed;
  return <LogView {...{ feed, parts, search, trans }} name={object.name} only={part} />;
}

/** Hands the log to the person as a file, each line with its time and who wrote it. Rejects with a `ProblemError`. */
export async function downloadLog(
  { client }: IPlatform,
  object: ObjectRef,
  which: { part: string | null; previous: boolean }
): Promise<void> {
  const { lines } = await client.logs(object, MOST, which);
  const text = lines.map(line => `${line.time} ${line.replica} ${cleanLine(line.text)}\n`).join('');
  download(`${which.part ?? object.name}.log`, text);
}
