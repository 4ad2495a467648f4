import { nullTranslator } from '@jupyterlab/translation';
import type { Item, Phase } from '@kubeflow-lab/schema';
import { jobItem } from '../testing/jobs';
import { trainingKinds } from '../training/kinds';
import { compare, type Going } from './ended';
import type { PanelSummary } from './kind';

const [tfjob, pytorchjob] = trainingKinds(nullTranslator.load('kubeflow_lab'));

function job(name: string, phase: Phase, by = 'ada'): Item<PanelSummary> {
  return jobItem(name, { phase }, { 'lab.kubeflow.org/created-by': by });
}

describe('compare', () => {
  const look = (before: Going, items: Item<PanelSummary>[], kind = tfjob) => {
    const { going, ended } = compare(before, kind, items, 'ada');
    return { going, ended: ended.map(({ object }) => object.metadata.name) };
  };

  it('tells of the end of what was seen going on, once', () => {
    const first = look({}, [job('a', 'Running'), job('old', 'Succeeded')]);
    expect(first).toEqual({ going: { 'uid-a': 'tfjobs' }, ended: [] });
    const second = look(first.going, [job('a', 'Failed'), job('old', 'Succeeded')]);
    expect(second).toEqual({ going: {}, ended: ['a'] });
    expect(look(second.going, [job('a', 'Failed')]).ended).toEqual([]);
  });

  it('takes no notice of what others started', () => {
    const going = look({}, [job('b', 'Running', 'bob')]).going;
    expect(look(going, [job('b', 'Succeeded', 'bob')])).toEqual({ going: {}, ended: [] });
  });

  it('forgets what was deleted, and leaves other kinds alone', () => {
    const going = { 'uid-a': 'tfjobs', 'uid-p': 'pytorchjobs' };
    expect(look(going, [])).toEqual({ going: { 'uid-p': 'pytorchjobs' }, ended: [] });
    expect(look(going, [], pytorchjob).going).toEqual({ 'uid-a': 'tfjobs' });
  });
});
