import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { ReactWidget } from '@jupyterlab/ui-components';
import * as React from 'react';
import type { IPlatform } from '../tokens';
import { CardModel } from './model';
import { CardView } from './view';

/** The renderer of one card. */
export class CardWidget extends ReactWidget implements IRenderMime.IRenderer {
  constructor(private readonly _platform: IPlatform) {
    super();
    this.addClass('kfl-CardWidget');
    this._model = new CardModel(_platform);
  }

  /** Takes the output, or takes it again after a change. */
  async renderModel(output: IRenderMime.IMimeModel): Promise<void> {
    this._model.setOutput(output);
    await this.renderPromise;
  }

  override dispose(): void {
    this._model.dispose();
    super.dispose();
  }

  protected override render(): React.JSX.Element {
    return <CardView model={this._model} platform={this._platform} />;
  }

  private readonly _model: CardModel;
}
