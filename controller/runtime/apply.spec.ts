import type { KubeObject } from '@kubeflow-lab/resources';

import { APPLIED_ANNOTATION, withHash } from './apply.js';

const hashOf = (object: KubeObject) => withHash(object).metadata?.annotations?.[APPLIED_ANNOTATION];

describe('the hash of what is wanted', () => {
  it('does not depend on the order of fields, nor on what is undefined', () => {
    const one = { metadata: { name: 'a', labels: { x: '1', y: '2' } } };
    const other = { metadata: { labels: { y: '2', x: '1' }, name: 'a', annotations: undefined } };
    expect(hashOf(one)).toBe(hashOf(other));
  });

  it('depends on the order of lists', () => {
    const list = (...finalizers: string[]) => ({ metadata: { name: 'a', finalizers } });
    expect(hashOf(list('x', 'y'))).not.toBe(hashOf(list('y', 'x')));
  });

  it('is what earlier releases wrote, which else would write all children of a cluster again', () => {
    const object = {
      metadata: { name: 'lab', labels: { b: '2', a: 'é' } },
      spec: { n: [1, null] }
    };
    expect(hashOf(object)).toBe('760335ae1ceddecf');
  });
});
