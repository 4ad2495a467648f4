import { MainAreaWidget } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { ObjectRef } from '../tokens';
import { Detail, type DetailProps } from './detail';

/** The main-area tab of one object. */
export class ObjectTab extends MainAreaWidget<ReactWidget> {
  constructor(props: DetailProps) {
    super({ content: ReactWidget.create(<Detail {...props} />) });
    const { namespace, name, plural } = props.object;
    this.object = props.object;
    this.id = ObjectTab.idOf(props.object);
    this.title.label = name;
    this.title.caption = `${namespace}/${name}`;
    this.title.icon = props.platform.kinds.get(plural)?.icon;
    this.title.closable = true;
    this.content.addClass('kfl-Detail');
    this.toolbar.hide();
  }

  readonly object: ObjectRef;

  /** The widget id of an object's tab. */
  static idOf({ plural, namespace, name }: ObjectRef): string {
    return `kubeflow-lab-${plural}-${namespace}-${name}`;
  }
}
