import type { TranslationBundle } from '@jupyterlab/translation';
import type { InferenceServiceSummary } from '@kubeflow-lab/schema';
import * as React from 'react';

import type { PictureProps } from '../panels';
import { AccessView } from './access';
import { CanaryView } from './canary';
import { Fact, Facts } from './facts';
import { NotebookLink, RunLink } from './origin';
import { ScaleView } from './scale';
import { Snippets } from './snippets';
import { TestForm } from './test';
import { Versions } from './versions';
import { WatchView } from './watch';

/** What is served and from where, and a form that asks the model. */
export function ModelPicture(
  props: PictureProps<InferenceServiceSummary> & { trans: TranslationBundle }
): React.JSX.Element {
  const { item, platform, gone, showLog, trans } = props;
  const { model, version, url, replicas, origin, notebook } = item.summary;
  const { namespace = '' } = item.object.metadata;
  return (
    <div className="kfl-Model">
      <Facts
        facts={[
          [trans.__('Model'), model.storageUri],
          [trans.__('Version'), version],
          [trans.__('Format'), [model.format, model.version].filter(Boolean).join(' ') || null],
          [trans.__('Served by'), model.runtime],
          [trans.__('Replicas'), trans.__('%1 of %2 answer', replicas.ready, replicas.desired)]
        ]}
        url={url}
        trans={trans}
      >
        {(origin ?? notebook) !== null && (
          <Fact name={trans.__('From')}>
            {origin && <RunLink origin={origin} namespace={namespace} platform={platform} />}
            {origin && notebook !== null && <span aria-hidden>←</span>}
            {notebook !== null && <NotebookLink path={notebook} platform={platform} />}
          </Fact>
        )}
      </Facts>
      {showLog && !gone && (
        <>
          <TestForm item={item} platform={platform} trans={trans} />
          <Snippets item={item} platform={platform} trans={trans} />
          <AccessView item={item} platform={platform} trans={trans} />
          <WatchView item={item} platform={platform} trans={trans} />
          <ScaleView item={item} platform={platform} trans={trans} />
          <CanaryView item={item} platform={platform} trans={trans} />
          <Versions item={item} platform={platform} trans={trans} />
        </>
      )}
    </div>
  );
}
