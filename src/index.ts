import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { interruptedPlugin } from './cards/plugin';
import { filesPlugin } from './files/plugin';
import { modelsPlugin } from './models/plugin';
import { panelsPlugin } from './panels/plugin';
// The platform is what this plugin provides, so it is loaded with it.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { getPlatform } from './platform';
import { savePlugin } from './save/plugin';
import { pipelinesPlugin } from './pipelines/plugin';
import { sweepsPlugin } from './sweeps/plugin';
import { IPlatform } from './tokens';
import { examplePlugin } from './training/launcher';
import { trainingPlugin } from './training/plugin';

export * from './tokens';

/** The connection that panels and cards share, as a service. */
const platformPlugin: JupyterFrontEndPlugin<IPlatform> = {
  id: 'kubeflow-lab:platform',
  description: 'Connects JupyterLab to a kubeflow-lab server through the Jupyter server.',
  autoStart: true,
  provides: IPlatform,
  optional: [ITranslator],
  activate: (_app: JupyterFrontEnd, translator: ITranslator | null): IPlatform => {
    const platform = getPlatform();
    const trans = (translator ?? nullTranslator).load('kubeflow_lab');
    platform.trans = trans;
    return platform;
  }
};

export default [
  platformPlugin,
  panelsPlugin,
  savePlugin,
  interruptedPlugin,
  pipelinesPlugin,
  trainingPlugin,
  sweepsPlugin,
  modelsPlugin,
  filesPlugin,
  examplePlugin
];
