import type { ReactNode } from 'react';

import { t } from '../../text/translator.js';

/** Fields that the administrator may have fixed: then nothing in them can be changed, and a line says why. */
export function Fixed({ fixed, children }: { fixed: boolean; children: ReactNode }): JSX.Element {
  return (
    <fieldset className="fixed" disabled={fixed}>
      {children}
      {fixed ? (
        <p className="field-hint">{t('Set by the administrator of this installation.')}</p>
      ) : null}
    </fieldset>
  );
}
