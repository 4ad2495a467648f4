import assert from 'node:assert/strict';
import { test } from 'node:test';

import { overlaps, planFor, SLOTS, slotOrder, WHOLE_RANGE } from './plan.mjs';

const slots = Array.from({ length: SLOTS.last }, (_, i) => SLOTS.first + i);

test('a plan reads as written down', () => {
  assert.deepEqual(planFor(1), {
    slot: 1,
    range: '198.18.32.0/19',
    podRange: '198.18.32.0/20',
    podFirst: '198.18.32.2',
    serviceRange: '198.18.48.0/20',
    apiService: '198.18.48.1',
    dnsService: '198.18.48.10',
    gatewayService: '198.18.48.80',
    hostAddress: '198.18.0.5',
    nodeAddress: '198.18.0.6',
    linkPrefix: 30,
    hostLink: 'kfl1h',
    nodeLink: 'kfl1n'
  });
});

test('no two clusters share an address or a link name, and none leaves the range', () => {
  const plans = slots.map(planFor);
  for (const plan of plans) {
    const link = `${plan.hostAddress}/${plan.linkPrefix}`;
    for (const range of [plan.range, link]) {
      assert(overlaps(range, WHOLE_RANGE));
    }
    assert(overlaps(plan.nodeAddress, link));
    assert(!overlaps(plan.podRange, plan.serviceRange));
    for (const address of [plan.apiService, plan.dnsService, plan.gatewayService]) {
      assert(overlaps(address, plan.serviceRange));
    }
    for (const other of plans.filter(({ slot }) => slot !== plan.slot)) {
      const otherLink = `${other.hostAddress}/${other.linkPrefix}`;
      for (const [a, b] of [
        [plan.range, other.range],
        [plan.range, otherLink],
        [link, otherLink]
      ]) {
        assert(!overlaps(a, b), `${a} and ${b}`);
      }
      assert.notEqual(plan.hostLink, other.hostLink);
    }
    assert(plan.hostLink.length <= 15, 'the kernel cuts longer names');
  }
});

test('a slot outside of the range is refused', () => {
  for (const slot of [0, 16, 1.5, NaN]) {
    assert.throws(() => planFor(slot), RangeError);
  }
});

test('every name tries every slot, each name from its own place on', () => {
  for (const name of ['a', 'kubeflow-lab', 'test-1']) {
    assert.deepEqual(
      slotOrder(name).sort((a, b) => a - b),
      slots
    );
  }
  assert.notDeepEqual(slotOrder('a'), slotOrder('kubeflow-lab'));
});

test('ranges overlap when one lies in the other', () => {
  assert(overlaps('10.0.0.0/8', '10.1.2.3'));
  assert(overlaps('10.1.2.3/32', '10.0.0.0/8'));
  assert(!overlaps('10.0.0.0/9', '10.128.0.0/9'));
});
