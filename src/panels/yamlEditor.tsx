import { mergePatchOf, mergePatched } from '@kubeflow-lab/resources';
import type { Item, KubernetesObject } from '@kubeflow-lab/schema';
import * as React from 'react';

import { Difference, ProblemView } from '../components';
import { ProblemError } from '../problem';
import type { IPlatform, ObjectRef } from '../tokens';
import { parseYaml, toYaml } from './yaml';

/** What the cluster counts, or a controller says: nobody's to change. */
const THEIRS: ReadonlySet<string> = new Set(['resourceVersion', 'generation', 'status']);

type Fields = Record<string, unknown>;

const withoutTheirs = (fields: object): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([field]) => !THEIRS.has(field)));

/** An object as it is edited and compared. */
export function editable(object: KubernetesObject): Fields {
  return { ...withoutTheirs(object), metadata: withoutTheirs(object.metadata) };
}

/** What somebody has made of one version of an object, done to another version of it. */
export function rebased(before: Fields, mine: unknown, now: Fields): unknown {
  return mergePatched(now, mergePatchOf(before, mine));
}

interface EditorProps {
  item: Item;
  object: ObjectRef;
  platform: IPlatform;
  onClose: () => void;
}

/** An object's YAML to change: first the cluster says what would become of it, then it is applied. */
export function YamlEditor({ item, object, platform, onClose }: EditorProps): React.JSX.Element {
  const { trans, client } = platform;
  const [base, setBase] = React.useState(item.object);
  const [text, setText] = React.useState<string | null>(null);
  const [planned, setPlanned] = React.useState<[string, string] | null>(null);
  const [problem, setProblem] = React.useState<React.ReactNode>(null);
  const [busy, setBusy] = React.useState(false);
  const elsewhere = useTexts(base, item.object);
  const changedElsewhere = elsewhere !== null && elsewhere[0] !== elsewhere[1];
  React.useEffect(() => {
    void toYaml(editable(item.object) as never).then(setText);
    // What was read stays, whatever becomes of the object meanwhile.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  const change = (next: string) => {
    setText(next);
    setPlanned(null);
    setProblem(null);
  };
  /** What the text says; null, and a sentence, where it is no object. */
  const read = async (): Promise<Fields | null> => {
    const parsed = await parseYaml(text ?? '');
    if ('error' in parsed) {
      setProblem(
        parsed.line === null ? parsed.error : trans.__('Line %1: %2', parsed.line, parsed.error)
      );
      return null;
    }
    const value = parsed.value as { metadata?: unknown } | null;
    if (typeof value?.metadata === 'object' && value.metadata !== null) {
      return value as Fields;
    }
    setProblem(trans.__('This is no Kubernetes object: it has no metadata.'));
    return null;
  };
  const send = async (dryRun: boolean) => {
    setBusy(true);
    setProblem(null);
    try {
      const mine = await read();
      if (mine === null) {
        return;
      }
      // Only its status differs from the version that was read, or it is refused.
      const { resourceVersion } = (changedElsewhere ? base : item.object).metadata;
      const metadata = { ...(mine.metadata as Fields), resourceVersion };
      const answer = await client.act(object, 'edit', { object: { ...mine, metadata }, dryRun });
      if (!dryRun) {
        onClose();
        return;
      }
      setPlanned(await textsOf(base, answer.object));
    } catch (error) {
      const refused = ProblemError.from(error).problem;
      setProblem(<ProblemView problem={refused} trans={trans} />);
    } finally {
      setBusy(false);
    }
  };
  const takeIn = async () => {
    const mine = await read();
    if (mine !== null) {
      const both = rebased(editable(base), mine, editable(item.object));
      setBase(item.object);
      change(await toYaml(both as never));
    }
  };
  return (
    <div className="kfl-YamlEditor">
      <textarea
        className="kfl-Create-text"
        aria-label={trans.__('Object in YAML, to change')}
        spellCheck={false}
        wrap="off"
        rows={20}
        disabled={text === null}
        value={text ?? ''}
        onChange={event => change(event.target.value)}
      />
      {changedElsewhere && (
        <div className="kfl-Create-wrong" role="alert">
          {trans.__('The object was changed meanwhile.')}{' '}
          <button type="button" className="kfl-Button" onClick={() => void takeIn()}>
            {trans.__('Take it in')}
          </button>
          <Difference texts={elsewhere} label={trans.__('What was changed meanwhile')} />
        </div>
      )}
      {problem !== null && (
        <div className="kfl-Create-wrong" role="alert">
          {problem}
        </div>
      )}
      {planned !== null &&
        (planned[0] === planned[1] ? (
          <p className="kfl-Note" role="status">
            {trans.__('Nothing would change.')}
          </p>
        ) : (
          <Difference texts={planned} label={trans.__('What would change')} />
        ))}
      <div className="kfl-Create-tools kfl-mod-end">
        <button type="button" className="kfl-Button" onClick={onClose}>
          {trans.__('Cancel')}
        </button>
        <button
          type="button"
          className="kfl-Button"
          disabled={busy || text === null}
          onClick={() => void send(true)}
        >
          {trans.__('Check')}
        </button>
        <button
          type="button"
          className="kfl-Button kfl-mod-main"
          disabled={busy || changedElsewhere || planned === null || planned[0] === planned[1]}
          title={planned === null ? trans.__('Check it first.') : undefined}
          onClick={() => void send(false)}
        >
          {trans.__('Apply')}
        </button>
      </div>
    </div>
  );
}

const textsOf = (before: KubernetesObject, after: KubernetesObject): Promise<[string, string]> =>
  Promise.all([toYaml(editable(before) as never), toYaml(editable(after) as never)]);

/** Two states of an object as they are compared; null until they are written. */
function useTexts(before: KubernetesObject, after: KubernetesObject): [string, string] | null {
  const [texts, setTexts] = React.useState<[string, string] | null>(null);
  React.useEffect(() => {
    let current = true;
    void textsOf(before, after).then(both => current && setTexts(both));
    return () => {
      current = false;
    };
  }, [before, after]);
  return texts;
}
