import { Dialog, ReactWidget } from '@jupyterlab/apputils';
import type { Problem } from '@kubeflow-lab/schema';
import * as React from 'react';
import { FormDialog, ProblemView } from '../components';
import { ProblemError } from '../problem';
import type { IPlatform, ObjectRef } from '../tokens';
import { type Draft, readDraft } from './draft';
import type { PanelDescription } from './kind';

interface CreateProps {
  platform: IPlatform;
  panel: PanelDescription;
  namespace: string;
  /** Called with what was made. */
  onCreated: (object: ObjectRef) => void;
}

interface FormProps extends CreateProps {
  onClose: () => void;
}

/** Opens the dialog in which an object is made from YAML; resolves when it is closed. */
export async function createFromYaml(props: CreateProps): Promise<void> {
  const { platform, panel } = props;
  const { trans } = platform;
  const dialog = new FormDialog({
    title: trans.__('New from YAML: %1', panel.noun.one),
    body: ReactWidget.create(
      <CreateForm
        {...props}
        onCreated={object => {
          props.onCreated(object);
          dialog.reject();
        }}
        onClose={() => dialog.reject()}
      />
    ),
    buttons: [Dialog.cancelButton({ label: trans.__('Close') })],
    hasClose: true
  });
  dialog.addClass('kfl-CreateDialog');
  await dialog.launch();
}

type Outcome =
  | { state: 'idle' }
  | { state: 'busy' }
  | { state: 'fits' }
  | { state: 'wrong'; text: string; line: number | null }
  | { state: 'refused'; problem: Problem };

/** A text, and what the cluster says to it. */
export function CreateForm(props: FormProps): React.JSX.Element {
  const { platform, panel, namespace } = props;
  const { trans } = platform;
  const [text, setText] = useKeptText(panel);
  const [outcome, setOutcome] = React.useState<Outcome>({ state: 'idle' });
  const area = React.useRef<HTMLTextAreaElement>(null);
  const change = (changed: string) => {
    setText(changed);
    setOutcome({ state: 'idle' });
  };
  const submit = async (dryRun: boolean) => {
    setOutcome({ state: 'busy' });
    const draft = await readDraft(text, panel.kinds, namespace, trans);
    const result = await send(draft, { ...props, dryRun });
    if (result === 'created') {
      setText('');
    } else {
      setOutcome(result);
      selectLine(area.current, text, result.state === 'wrong' ? result.line : null);
    }
  };
  const busy = outcome.state === 'busy' || text.trim() === '';
  return (
    <div className="kfl-Create">
      <div className="kfl-Create-tools">
        <UploadButton label={trans.__('Open a file…')} onText={change} />
        {panel.example !== undefined && (
          <button type="button" className="kfl-Button" onClick={() => change(panel.example!)}>
            {trans.__('Use the example')}
          </button>
        )}
        <span>{trans.__('It is made in %1.', namespace)}</span>
      </div>
      <textarea
        ref={area}
        className="kfl-Create-text"
        aria-label={trans.__('Object in YAML')}
        placeholder={trans.__('Paste the YAML of one %1 here.', panel.kinds[0].kind)}
        spellCheck={false}
        wrap="off"
        value={text}
        onChange={event => change(event.target.value)}
      />
      <OutcomeView outcome={outcome} platform={platform} />
      <div className="kfl-Create-tools kfl-mod-end">
        <button type="button" className="kfl-Button" onClick={props.onClose}>
          {trans.__('Close')}
        </button>
        <button
          type="button"
          className="kfl-Button"
          disabled={busy}
          onClick={() => void submit(true)}
        >
          {trans.__('Check')}
        </button>
        <button
          type="button"
          className="kfl-Button kfl-mod-main"
          disabled={busy}
          onClick={() => void submit(false)}
        >
          {trans.__('Create')}
        </button>
      </div>
    </div>
  );
}

async function send(
  draft: Draft,
  { platform, namespace, onCreated, dryRun }: CreateProps & { dryRun: boolean }
): Promise<Exclude<Outcome, { state: 'busy' }> | 'created'> {
  if ('problem' in draft) {
    return { state: 'wrong', text: draft.problem, line: draft.line };
  }
  const { kind, object } = draft;
  try {
    await platform.client.dryRun(kind.plural, namespace, object);
    if (dryRun) {
      return { state: 'fits' };
    }
    const { metadata } = (await platform.client.create(kind.plural, namespace, object)).object;
    onCreated({ plural: kind.plural, namespace, name: metadata.name });
    return 'created';
  } catch (error) {
    return { state: 'refused', problem: ProblemError.from(error).problem };
  }
}

function OutcomeView(props: { outcome: Outcome; platform: IPlatform }): React.JSX.Element {
  const { outcome, platform } = props;
  const { trans } = platform;
  switch (outcome.state) {
    case 'refused':
      return <ProblemView problem={outcome.problem} trans={trans} />;
    case 'wrong':
      return (
        <p className="kfl-Create-wrong" role="alert">
          {outcome.line !== null && <b>{trans.__('Line %1: ', outcome.line)}</b>}
          {outcome.text}
        </p>
      );
    default:
      return (
        <p className="kfl-Note" role="status">
          {outcome.state === 'fits'
            ? trans.__('The cluster would take it as it is. Nothing has been made.')
            : outcome.state === 'busy'
              ? trans.__('Asking the cluster…')
              : ''}
        </p>
      );
  }
}

/** A button that reads a text file of the person's. */
function UploadButton(props: { label: string; onText: (text: string) => void }): React.JSX.Element {
  const input = React.useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" className="kfl-Button" onClick={() => input.current?.click()}>
        {props.label}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept=".yaml,.yml,.json"
        onChange={async ({ target }) => {
          const [file] = target.files ?? [];
          if (file) {
            props.onText(await file.text());
            target.value = '';
          }
        }}
      />
    </>
  );
}

/** A text that outlives the dialog and the page, until something was made of it. */
function useKeptText({ id }: PanelDescription): [string, (text: string) => void] {
  const key = `kubeflow-lab:draft:${id}`;
  const [text, setText] = React.useState(() => localStorage.getItem(key) ?? '');
  const keep = (changed: string) => {
    setText(changed);
    if (changed === '') {
      localStorage.removeItem(key);
    } else {
      localStorage.setItem(key, changed);
    }
  };
  return [text, keep];
}

function selectLine(area: HTMLTextAreaElement | null, text: string, line: number | null): void {
  if (area && line !== null) {
    const lines = text.split('\n');
    const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
    area.focus();
    area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  }
}
