import { nullTranslator } from '@jupyterlab/translation';
import type { Item, Phase } from '@kubeflow-lab/schema';
import { jobItem, noJobActions } from '../testing/jobs';
import { trainingKinds } from '../training/kinds';
import { compare, type Known } from './ended';
import type { PanelSummary } from './kind';

const [tfjob, , xgboostjob] = trainingKinds(nullTranslator.load('kubeflow_lab'), noJobActions);

function job(name: string, phase: Phase, by = 'ada'): Item<PanelSummary> {
  return jobItem(name, { phase }, { 'lab.kubeflow.org/created-by': by });
}

describe('compare', () => {
  const look = (before: Known, items: Item<PanelSummary>[], kind = tfjob) => {
    const { known, ended } = compare(before, kind, items, 'ada');
    return { known, ended: ended.map(({ object }) => object.metadata.name) };
  };

  it('tells of the end of what was seen going on, once', () => {
    const first = look({}, [job('a', 'Running'), job('old', 'Succeeded')]);
    expect(first.ended).toEqual([]);
    const second = look(first.known, [job('a', 'Failed'), job('old', 'Succeeded')]);
    expect(second.ended).toEqual(['a']);
    expect(look(second.known, [job('a', 'Failed')]).ended).toEqual([]);
  });

  it('is not told again by a tab that was behind', () => {
    const going = look({}, [job('a', 'Running')]).known;
    const told = look(going, [job('a', 'Succeeded')]).known;
    const behind = look(told, [job('a', 'Running')]).known;
    expect(look(behind, [job('a', 'Succeeded')]).ended).toEqual([]);
  });

  it('takes no notice of what others started', () => {
    const known = look({}, [job('b', 'Running', 'bob')]).known;
    expect(look(known, [job('b', 'Succeeded', 'bob')])).toEqual({ known: {}, ended: [] });
  });

  it('takes no notice of what a trial of a sweep runs', () => {
    const ofTrial = (phase: Phase) => {
      const item = job('t', phase);
      const owner = { apiVersion: 'kubeflow.org/v1beta1', kind: 'Trial', name: 't', uid: 'u' };
      Object.assign(item.object.metadata, { ownerReferences: [owner] });
      return item;
    };
    const known = look({}, [ofTrial('Running')]).known;
    expect(look(known, [ofTrial('Failed')])).toEqual({ known: {}, ended: [] });
  });

  it('forgets what was deleted, and leaves other kinds alone', () => {
    const known = look({}, [job('a', 'Running')]).known;
    expect(look(known, []).known).toEqual({});
    expect(look(known, [], xgboostjob).known).toEqual(known);
  });
});
