import type { TranslationBundle } from '@jupyterlab/translation';

import { CopyButton } from '../components';
import { modelsIcon } from '../icons';
import type { PanelDescription } from '../panels';
import { foreignKinds } from './foreign';
import { graphKind, modelKind } from './kinds';

const STARTER = `from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

digits = load_digits()
model = LogisticRegression(max_iter=1000).fit(digits.data, digits.target)
%deploy model --name digits --sample digits.data[:2]`;

const YAML_EXAMPLE = `apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata:
  name: digits
spec:
  predictor:
    serviceAccountName: default-editor
    model:
      modelFormat: { name: sklearn }
      storageUri: s3://BUCKET/models/digits/1
`;

/** @param onNew opens the form that serves a model */
export function modelsPanel(trans: TranslationBundle, onNew: () => void): PanelDescription {
  return {
    id: 'models',
    title: trans.__('Models'),
    icon: modelsIcon,
    rank: 570,
    noun: { one: trans.__('model'), many: trans.__('models') },
    kinds: [modelKind(trans), graphKind(trans), ...foreignKinds(trans)],
    toolbar: [
      {
        id: 'new-model',
        label: trans.__('New model…'),
        title: trans.__('Serve what a notebook or a run has made, or a model in the bucket'),
        run: onNew
      }
    ],
    empty: () => (
      <div className="kfl-State">
        <h3>{trans.__('No models yet')}</h3>
        <p>
          {trans.__(
            '%1 stores a model of the kernel and serves it; New model also serves what a run has stored. Try this cell:',
            '%deploy'
          )}
        </p>
        <pre className="kfl-State-code" tabIndex={0}>
          {STARTER}
        </pre>
        <div className="kfl-State-actions">
          <CopyButton label={trans.__('Copy')} text={() => STARTER} trans={trans} />
        </div>
      </div>
    ),
    example: YAML_EXAMPLE
  };
}
