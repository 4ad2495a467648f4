import { screen, within } from '@testing-library/react';

import { notebook } from '../testing/fixtures.js';
import { Harness } from '../testing/harness.js';

const ALICE = { resource: 'notebooks', namespace: 'alice' } as const;
const HOSTILE = '"><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>';

/** A Notebook that somebody wrote with `kubectl`, hostile wherever Kubernetes takes any text. */
function hostile() {
  const item = notebook('alice', 'digits', {
    phase: 'Failed',
    reason: HOSTILE,
    message: HOSTILE,
    image: HOSTILE
  });
  return {
    ...item,
    object: {
      ...item.object,
      metadata: {
        ...item.object.metadata,
        labels: { a: HOSTILE },
        annotations: { b: HOSTILE, 'notebooks.kubeflow.org/creator': HOSTILE }
      },
      spec: { template: { spec: { containers: [{ name: 'digits', image: HOSTILE }] } } },
      status: { conditions: [{ type: HOSTILE, status: 'True', reason: HOSTILE, message: HOSTILE }] }
    }
  };
}

const event = {
  type: 'Warning',
  reason: HOSTILE,
  message: HOSTILE,
  object: { kind: 'Pod', name: HOSTILE },
  count: 1,
  firstSeen: '2026-01-01T00:00:00Z',
  lastSeen: '2026-01-01T00:00:00Z'
};

function expectNoMarkup(): void {
  expect(document.querySelector('img[src="x"]')).toBeNull();
  expect(document.querySelector('[href^="javascript:"]')).toBeNull();
}

it('is text in the list and on every tab of a server’s page', async () => {
  const harness = new Harness({
    'GET /api/namespaces/alice/notebooks/digits/events': { status: 200, body: { items: [event] } }
  });
  await harness.open('/projects/alice');
  harness.live(ALICE, { type: 'snapshot', items: [hostile()] });
  expect(document.body.textContent).toContain(HOSTILE);
  expectNoMarkup();

  await harness.open('/projects/alice/notebooks/digits');
  harness.live(ALICE, { type: 'snapshot', items: [hostile()] });
  const tabs = within(screen.getByRole('navigation', { name: 'About this server' }));
  const addresses = tabs.getAllByRole('link').map(link => link.getAttribute('href')!);
  expect(addresses.length).toBeGreaterThan(3);
  for (const address of addresses) {
    await harness.open(address);
    harness.live(ALICE, { type: 'snapshot', items: [hostile()] });
    expect(document.body.textContent).toContain('onerror');
    expectNoMarkup();
  }
});
