import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { getPlatform } from '../platform';
import { CARD_TYPE } from './card';
import { CardWidget } from './widget';

/** Shows the cards of the magics. Nothing of a card is taken as markup, so it is safe in any notebook. */
const cards: IRenderMime.IExtension = {
  id: 'kubeflow-lab:cards',
  description: 'Shows the jobs that were started in cells, live.',
  rendererFactory: {
    safe: true,
    mimeTypes: [CARD_TYPE],
    createRenderer: () => new CardWidget(getPlatform())
  },
  rank: 0,
  dataType: 'json'
};

export default cards;
