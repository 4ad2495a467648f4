import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';

import { IPanels, IPlatform } from '../tokens';
// The panel stands in the side bar from the start.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { pipelinesPanel } from './panel';

/** The Pipelines panel. */
export const pipelinesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'kubeflow-lab:pipelines',
  description: 'Shows the runs of pipelines in the side bar.',
  autoStart: true,
  requires: [IPlatform, IPanels],
  activate: (_app: JupyterFrontEnd, platform: IPlatform, panels: IPanels): void => {
    panels.add(pipelinesPanel(platform.trans));
  }
};
