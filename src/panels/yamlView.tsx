import type { TranslationBundle } from '@jupyterlab/translation';
import type { Item, KubernetesObject } from '@kubeflow-lab/schema';
import * as React from 'react';
import { CopyButton } from '../components';
import type { IPlatform, ObjectRef } from '../tokens';
import { toYaml } from './yaml';

// Few people edit; the others do not wait for it.
const YamlEditor = React.lazy(async () => ({
  default: (await import('./yamlEditor')).YamlEditor
}));

/** The object as it is in the cluster, and a way to change it. */
export function EditableYaml(props: {
  item: Item;
  object: ObjectRef;
  platform: IPlatform;
}): React.JSX.Element {
  const { item, platform } = props;
  const { trans } = platform;
  const [edited, setEdited] = React.useState(false);
  return edited ? (
    <React.Suspense fallback={<p className="kfl-Note">{trans.__('Loading…')}</p>}>
      <YamlEditor {...props} onClose={() => setEdited(false)} />
    </React.Suspense>
  ) : (
    <YamlView object={item.object} trans={trans}>
      <button type="button" className="kfl-Button" onClick={() => setEdited(true)}>
        {trans.__('Edit')}
      </button>
    </YamlView>
  );
}

/** The object as it is in the cluster. */
export function YamlView(props: {
  object: KubernetesObject;
  trans: TranslationBundle;
  /** Buttons beside the one that copies. */
  children?: React.ReactNode;
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
        {props.children}
        <CopyButton label={trans.__('Copy')} text={() => toYaml(object)} trans={trans} />
      </div>
      <pre className="kfl-Yaml" tabIndex={0} aria-label={trans.__('Object in YAML')}>
        {text ?? trans.__('Loading…')}
      </pre>
    </>
  );
}
