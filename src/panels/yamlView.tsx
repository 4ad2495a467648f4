import type { TranslationBundle } from '@jupyterlab/translation';
import type { KubernetesObject } from '@kubeflow-lab/schema';
import * as React from 'react';
import { CopyButton } from '../components';
import { toYaml } from './yaml';

/** The object as it is in the cluster. */
export function YamlView(props: {
  object: KubernetesObject;
  trans: TranslationBundle;
}): React.JSX.Element {
  const { object, trans } = props;
  const [text, setText] = React.useState<string | null>(null);
  React.useEffect(() => {
    let current = true;
    void toYaml(object).then(yaml => {
      if (current) {
        setText(yaml);
      }
    });
    return () => {
      current = false;
    };
  }, [object]);
  return (
    <>
      <div className="kfl-LogTab-tools">
        <CopyButton label={trans.__('Copy')} text={() => toYaml(object)} trans={trans} />
      </div>
      <pre className="kfl-Yaml" tabIndex={0} aria-label={trans.__('Object in YAML')}>
        {text ?? trans.__('Loading…')}
      </pre>
    </>
  );
}
