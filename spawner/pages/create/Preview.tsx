import type { Capacity } from '@kubeflow-lab/schema';

import { Rich } from '../../text/Rich.js';
import { Told } from '../../text/Told.js';
import { sizeText } from '../../text/size.js';
import { decimal, t } from '../../text/translator.js';
import { Icon } from '../../ui/Icon.js';
import { Notice } from '../../ui/Notice.js';
import type { CreateForm } from './use-create-form.js';
import { scarce, usePreview, type PreviewState } from './use-preview.js';

function Verdict({ preview, complete }: { preview: PreviewState; complete: boolean }): JSX.Element {
  if (!complete) {
    return <p className="quiet">{t('The cluster is asked once all fields are right.')}</p>;
  }
  switch (preview.state) {
    case 'asking':
      return <p className="quiet">{t('Asking the cluster …')}</p>;
    case 'refused':
      return (
        <Notice tone="warning">
          <Rich
            text="The cluster would refuse this. {detail}"
            values={{ detail: <Told text={preview.problem.detail} /> }}
          />
        </Notice>
      );
    case 'taken':
      return (
        <p className="verdict">
          <Icon name="check" className="tone-good" />
          {t('The cluster takes this.')}
        </p>
      );
  }
}

function Waiting({ create, capacity }: { create: CreateForm; capacity: Capacity }): JSX.Element {
  const { cpu, memory } = capacity.largest;
  const has = { cpu: decimal(cpu, Number.isInteger(cpu) ? 0 : 1), memory: sizeText(memory) };
  const names = { cpu: t('CPU'), memory: t('Memory') };
  return (
    <>
      {scarce(create.form, capacity).map(resource => (
        <Notice key={resource} tone="info">
          {t(
            '{name}: no node has so much free at the moment, but {most} at most. The server would wait until others stop.',
            { name: names[resource], most: has[resource] }
          )}
        </Notice>
      ))}
    </>
  );
}

export interface PreviewProps {
  namespace: string;
  create: CreateForm;
}

/** What the cluster says to the server before it is made. */
export function Preview({ namespace, create }: PreviewProps): JSX.Element {
  const { wanted } = create;
  const preview = usePreview(namespace, wanted);
  return (
    <section className="form-section preview" aria-label={t('Before it is made')}>
      <div role="status">
        <Verdict preview={preview} complete={wanted !== null} />
        {wanted !== null && preview.state === 'taken' ? (
          <Waiting create={create} capacity={preview.capacity} />
        ) : null}
      </div>
    </section>
  );
}
