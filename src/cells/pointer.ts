import { type NotebookPipeline, stepOfCell } from '../pipelines/notebook/model';

/**
 * Tells the pipeline at which step's cells a person points, and lights the cells of the step at which somebody points
 * anywhere, in the notebook that is in front now. Until what is returned is disposed of.
 */
export function followPointer(pipeline: NotebookPipeline): { dispose: () => void } {
  const { panel } = pipeline;
  const node = panel?.content.node;
  if (!panel || !node) {
    return { dispose: () => {} };
  }
  const enter = ({ target }: Event) => {
    const cell = target instanceof Element ? target.closest('.jp-Cell') : null;
    const id = panel.content.widgets.find(widget => widget.node === cell)?.model.id;
    pipeline.point(id === undefined ? null : (stepOfCell(pipeline.graph, id)?.name ?? null));
  };
  const leave = () => pipeline.point(null);
  const light = () => {
    const { graph, pointed } = pipeline;
    const lit = new Set(graph.steps.find(({ name }) => name === pointed)?.cells);
    for (const { model, node: cell } of panel.content.widgets) {
      cell.classList.toggle('kfl-mod-pointed', lit.has(model.id));
    }
  };
  node.addEventListener('mouseover', enter);
  node.addEventListener('mouseleave', leave);
  pipeline.pointedChanged.connect(light);
  return {
    dispose: () => {
      node.removeEventListener('mouseover', enter);
      node.removeEventListener('mouseleave', leave);
      pipeline.point(null);
      pipeline.pointedChanged.disconnect(light);
    }
  };
}
