import type { NotebookProfile } from '@kubeflow-lab/schema';

import { t } from '../../text/translator.js';
import { profileFields } from './beginning.js';
import type { CreateForm } from './use-create-form.js';

/** Whether all that a profile says is as the draft has it. */
function isChosen({ form }: NotebookProfile, { draft }: CreateForm): boolean {
  return Object.entries(profileFields(form)).every(
    ([field, value]) => JSON.stringify(draft[field as keyof typeof draft]) === JSON.stringify(value)
  );
}

/** The administrator's named sizes: each fills in several fields, which can still be changed. */
export function ProfileChoice({ create }: { create: CreateForm }): JSX.Element | null {
  const { profiles } = create.options;
  if (profiles.length === 0) {
    return null;
  }
  return (
    <div className="profiles" role="group" aria-label={t('Ready-made choices')}>
      {profiles.map(profile => (
        <button
          key={profile.name}
          type="button"
          className="profile"
          aria-pressed={isChosen(profile, create)}
          onClick={() => create.change('cpu', profileFields(profile.form))}
        >
          {profile.picture ? <img src={profile.picture} alt="" width="32" height="32" /> : null}
          <span>
            <strong>{profile.name}</strong>
            <small>{profile.description}</small>
          </span>
        </button>
      ))}
    </div>
  );
}
