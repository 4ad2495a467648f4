import { MainAreaWidget } from '@jupyterlab/apputils';
import type { INotebookTracker } from '@jupyterlab/notebook';
import { ReactWidget } from '@jupyterlab/ui-components';
import { sweepsIcon } from '../../icons';
import { openNotebooks, saveNotebook } from '../../training/form/notebooks';
import { learn } from '../../training/form/tab';
import type { IObjectActions, IPlatform } from '../../tokens';
import { SweepForm } from './form';
import { SweepModel, type SweepStart } from './model';

export interface SweepTabOptions {
  platform: IPlatform;
  actions: IObjectActions;
  notebooks: INotebookTracker | null;
  namespace: string;
  start: SweepStart | null;
}

let made = 0;

/** The main-area tab in which a sweep is written. It is not opened again with the page. */
export class SweepTab extends MainAreaWidget<ReactWidget> {
  constructor({ platform, actions, notebooks, namespace, start }: SweepTabOptions) {
    const model = new SweepModel(namespace, start);
    const content = ReactWidget.create(
      <SweepForm
        {...{ model, platform }}
        notebooks={() => openNotebooks(notebooks)}
        save={path => saveNotebook(notebooks, path)}
        onMade={sweep => {
          this.dispose();
          actions.open(sweep);
        }}
      />
    );
    super({ content });
    this._model = model;
    this.id = `kubeflow-lab-new-sweep-${(made += 1)}`;
    this.title.label = platform.trans.__('New sweep');
    this.title.icon = sweepsIcon;
    this.title.closable = true;
    this.content.addClass('kfl-FormTab');
    this.toolbar.hide();
    void learn(platform, model);
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._model.dispose();
    }
    super.dispose();
  }

  private readonly _model: SweepModel;
}
