import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';

import { IPanels, IPlatform } from '../tokens';
// The panel stands in the side bar from the start.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { modelsPanel } from './panel';

/** The Models panel. */
export const modelsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'kubeflow-lab:models',
  description: 'Shows the served models of the project in the side bar.',
  autoStart: true,
  requires: [IPlatform, IPanels],
  activate: (_app: JupyterFrontEnd, platform: IPlatform, panels: IPanels): void => {
    panels.add(modelsPanel(platform.trans));
  }
};
