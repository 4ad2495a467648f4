import { signalToPromise } from '@jupyterlab/coreutils';
import type { IPlatform } from '../tokens';
import type { NotebookPipeline } from './notebook/model';

/** How long a notebook may take to stand in front once it was opened. */
const OPEN_MS = 10_000;

/**
 * Opens a notebook and gives the parameters of its pipeline these values, as if a person had typed them. Throws a
 * sentence where it has no such pipeline.
 */
export async function fillPipeline(
  pipeline: NotebookPipeline,
  platform: Pick<IPlatform, 'actions' | 'trans'>,
  path: string,
  parameters: Readonly<Record<string, string>>
): Promise<void> {
  const { actions, trans } = platform;
  await actions?.openNotebook(path);
  while (pipeline.panel?.context.path !== path) {
    await signalToPromise(pipeline.changed, OPEN_MS);
  }
  await pipeline.panel.context.ready;
  pipeline.fill(parameters);
  if (!pipeline.isPipeline) {
    throw new Error(trans.__('%1 is no pipeline: none of its cells belongs to a step.', path));
  }
  const unknown = Object.keys(parameters).filter(name => !(name in pipeline.given));
  if (unknown.length > 0) {
    throw new Error(
      trans.__(
        'The pipeline of %1 has no parameter %2: a cell tagged “parameters” has to assign it.',
        path,
        unknown.join(', ')
      )
    );
  }
}
