import { compile } from '@kubeflow-lab/compiler';
import { Signal } from '@lumino/signaling';

import type { NotebookPipeline } from '../pipelines/notebook/model';
import { followPointer } from './pointer';

const cell = (id: string, step: string) => ({
  cell_type: 'code',
  id,
  source: '1',
  metadata: { tags: [`step:${step}`] }
});
const { graph } = compile({ cells: [cell('a', 'load'), cell('b', 'fit'), cell('c', 'fit')] });

/** A notebook of three cells, and the pipeline as far as pointing concerns it. */
function open() {
  const node = document.createElement('div');
  const widgets = ['a', 'b', 'c'].map(id => {
    const own = document.createElement('div');
    own.className = 'jp-Cell';
    own.append(document.createElement('pre'));
    node.append(own);
    return { model: { id }, node: own };
  });
  const pipeline = {
    panel: { content: { node, widgets } },
    graph,
    pointed: null as string | null,
    pointedChanged: new Signal<object, void>({}),
    point(step: string | null) {
      this.pointed = step;
      this.pointedChanged.emit();
    }
  };
  const follower = followPointer(pipeline as unknown as NotebookPipeline);
  const lit = () =>
    widgets.filter(one => one.node.classList.contains('kfl-mod-pointed')).map(one => one.model.id);
  return { node, widgets, pipeline, follower, lit };
}

it('lights all cells of the step at which somebody points, at a cell or in the graph', () => {
  const { node, widgets, pipeline, lit } = open();
  const within = widgets[1].node.firstElementChild!;
  within.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
  expect([pipeline.pointed, lit()]).toEqual(['fit', ['b', 'c']]);
  pipeline.point('load');
  expect(lit()).toEqual(['a']);
  node.dispatchEvent(new MouseEvent('mouseleave'));
  expect([pipeline.pointed, lit()]).toEqual([null, []]);
});

it('leaves a notebook that is no longer in front as it was', () => {
  const { widgets, pipeline, follower, lit } = open();
  pipeline.point('load');
  follower.dispose();
  expect(lit()).toEqual([]);
  widgets[1].node.dispatchEvent(new MouseEvent('mouseover', { bubbles: true }));
  expect(pipeline.pointed).toBeNull();
});
