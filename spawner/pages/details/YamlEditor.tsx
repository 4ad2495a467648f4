import { Told } from '../../text/Told.js';
import { t } from '../../text/translator.js';
import { Difference } from '../../ui/Difference.js';
import { Notice } from '../../ui/Notice.js';
import { useEdit, visible, type Edit, type EditOptions } from './use-edit.js';

export interface YamlEditorProps extends EditOptions {
  onClose: () => void;
}

/** What somebody else changed since the object was read; nothing where nobody did. */
function Meanwhile({
  yaml,
  item,
  edit
}: Pick<EditOptions, 'yaml' | 'item'> & { edit: Edit }): JSX.Element | null {
  const before = yaml.stringify(visible(edit.base));
  const after = yaml.stringify(visible(item.object));
  if (item.object.metadata.resourceVersion === edit.base.metadata.resourceVersion) {
    return null;
  }
  return (
    <>
      <Notice
        tone="warning"
        action={
          <button
            type="button"
            className="button button-small"
            onClick={() => edit.rebase(item.object)}
          >
            {t('Take it in')}
          </button>
        }
      >
        {t('The object was changed meanwhile. Take that in before you apply your changes.')}
      </Notice>
      {before === after ? null : (
        <Difference before={before} after={after} label={t('What was changed meanwhile')} />
      )}
    </>
  );
}

/** The object as YAML to change, with what the cluster would make of it. */
export function YamlEditor({ onClose, ...options }: YamlEditorProps): JSX.Element {
  const edit = useEdit(options);
  const { yaml, item } = options;
  const { text, base, busy, problem, planned } = edit;
  return (
    <section className="yaml-editor">
      <textarea
        className="code-box"
        aria-label={t('The object as YAML, to change')}
        spellCheck={false}
        autoCapitalize="none"
        rows={24}
        value={text}
        onChange={event => edit.setText(event.target.value)}
      />
      <Meanwhile yaml={yaml} item={item} edit={edit} />
      {problem ? (
        <Notice tone="error">
          <Told text={problem} />
        </Notice>
      ) : null}
      {planned ? (
        <div>
          <p>{t('The cluster takes this. What changes:')}</p>
          <Difference
            before={yaml.stringify(visible(base))}
            after={yaml.stringify(visible(planned))}
            label={t('What changes')}
          />
        </div>
      ) : null}
      <div className="form-buttons">
        {planned ? (
          <button
            type="button"
            className="button button-primary"
            disabled={busy}
            onClick={() => void edit.apply()}
          >
            {t('Apply')}
          </button>
        ) : (
          <button
            type="button"
            className="button button-primary"
            disabled={busy}
            onClick={() => void edit.ask()}
          >
            {t('Show what changes')}
          </button>
        )}
        <button type="button" className="button" onClick={onClose}>
          {t('Cancel')}
        </button>
      </div>
    </section>
  );
}
