import type { NotebookOptions, ServerType } from '@kubeflow-lab/schema';

import { t } from '../../text/translator.js';
import { described, Field } from '../../ui/Field.js';
import { Fixed } from './Fixed.js';
import type { CreateForm } from './use-create-form.js';

const CUSTOM = 'custom:';
const TYPES: Record<ServerType, string> = {
  jupyter: 'JupyterLab',
  'group-one': 'VS Code',
  'group-two': 'RStudio'
};
const KINDS = Object.keys(TYPES) as ServerType[];

/** An image as the list shows it: registry and tag may be left out where they say nothing. */
export function imageLabel(
  image: string,
  { hideRegistry, hideTag }: Pick<NotebookOptions, 'hideRegistry' | 'hideTag'>
): string {
  const named = hideRegistry ? image.slice(image.lastIndexOf('/') + 1) : image;
  return hideTag ? named.replace(/(@[\w:]+|:[\w.-]+)$/, '') : named;
}

function TypeChoice({ create }: { create: CreateForm }): JSX.Element | null {
  const { draft, options, change } = create;
  const types = KINDS.filter(kind => options.images[kind].options.length > 0);
  if (types.length < 2) {
    return null;
  }
  return (
    <div className="field" role="radiogroup" aria-label={t('Kind of server')}>
      <div className="segments">
        {types.map(kind => (
          <label key={kind} className="segment">
            <input
              type="radio"
              name="server-type"
              checked={draft.serverType === kind}
              onChange={() =>
                change('image', { serverType: kind, image: options.images[kind].value })
              }
            />
            {TYPES[kind]}
          </label>
        ))}
      </div>
    </div>
  );
}

function CustomImage({ create }: { create: CreateForm }): JSX.Element {
  const { draft, change } = create;
  const error = create.errors.image;
  return (
    <Field
      id="custom-image"
      label={t('Name of the image')}
      error={error}
      hint={t('It must serve on port 8888 under the path in NB_PREFIX.')}
    >
      <input
        {...described('custom-image', { hint: true, error })}
        className="mono"
        value={draft.customImage}
        placeholder="registry.example/team/jupyter:1.0"
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        onChange={event => change('image', { customImage: event.target.value })}
      />
    </Field>
  );
}

export interface ImageFieldProps {
  create: CreateForm;
  loading: boolean;
}

/** One of the offered images, or the name of any other. */
export function ImageField({ create, loading }: ImageFieldProps): JSX.Element {
  const { draft, options, change } = create;
  const { options: images, readOnly, value } = options.images[draft.serverType];
  const selected = images.includes(draft.image) ? draft.image : value;
  const error = draft.custom ? null : create.errors.image;
  return (
    <Fixed fixed={readOnly}>
      <TypeChoice create={create} />
      <Field id="image" label={t('Image')} error={error}>
        <select
          {...described('image', { error })}
          className="mono"
          value={draft.custom ? CUSTOM : selected}
          onChange={event =>
            change(
              'image',
              event.target.value === CUSTOM
                ? { custom: true }
                : { custom: false, image: event.target.value }
            )
          }
        >
          {images.length === 0 ? (
            <option value="" disabled>
              {loading ? t('Loading …') : t('No image is offered')}
            </option>
          ) : null}
          {images.map(image => (
            <option key={image} value={image}>
              {imageLabel(image, options)}
            </option>
          ))}
          {options.allowCustomImage ? <option value={CUSTOM}>{t('Another image …')}</option> : null}
        </select>
      </Field>
      {draft.custom ? <CustomImage create={create} /> : null}
    </Fixed>
  );
}
