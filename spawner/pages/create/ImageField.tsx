import { t } from '../../text/translator.js';
import { described, Field } from '../../ui/Field.js';
import type { Draft } from './draft.js';
import type { CreateForm } from './use-create-form.js';

const CUSTOM = 'custom:';

export interface ImageFieldProps {
  draft: Draft;
  images: readonly string[];
  loading: boolean;
  error: string | undefined;
  change: CreateForm['change'];
}

/** One of the offered images, or the name of any other. */
export function ImageField({
  draft,
  images,
  loading,
  error,
  change
}: ImageFieldProps): JSX.Element {
  const selected = images.includes(draft.image) ? draft.image : (images[0] ?? '');
  return (
    <>
      <Field id="image" label={t('Image')} error={draft.custom ? null : error}>
        <select
          {...described('image', { error: draft.custom ? null : error })}
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
              {image}
            </option>
          ))}
          <option value={CUSTOM}>{t('Another image …')}</option>
        </select>
      </Field>
      {draft.custom ? (
        <Field
          id="custom-image"
          label={t('Name of the image')}
          error={error}
          hint={t('It must serve Jupyter on port 8888 under the path in NB_PREFIX.')}
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
      ) : null}
    </>
  );
}
