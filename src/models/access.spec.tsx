import { nullTranslator } from '@jupyterlab/translation';
import type { ModelAccess, Problem } from '@kubeflow-lab/schema';
import { fireEvent, render, screen } from '@testing-library/react';

import { ProblemError } from '../problem';
import { eventually } from '../testing/eventually';
import { answering, changes, modelItem } from '../testing/models';
import { AccessView } from './access';
import { clientCurl, clientPython } from './snippets';

// The answers come from outside of the test: there is nothing to wrap them in.
beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false }));

const trans = nullTranslator.load('kubeflow_lab');
const ORIGIN = 'http://localhost:8081';
const TOKEN = 'kfl_shop_' + 'x'.repeat(43);
const shop = {
  name: 'shop',
  created: null,
  createdBy: 'system:serviceaccount:ada:default-editor',
  expires: '2999-01-01T00:00:00Z'
};

const access = (change: Partial<ModelAccess> = {}): ModelAccess => ({
  clients: [],
  limit: { perSecond: 500, burst: 1000 },
  ownLimit: false,
  ...change
});

function shown(answers: Record<string, unknown>) {
  const { connected, act } = answering(answers);
  jest.spyOn(connected.client, 'settings').mockResolvedValue({ origin: ORIGIN } as never);
  render(<AccessView item={modelItem()} platform={connected} trans={trans} />);
  return act;
}

it('makes a token for a program, and shows it until it is told that it was kept', async () => {
  const made = { name: 'shop', expires: shop.expires, token: TOKEN };
  const act = shown({ access: access(), newClient: made });
  await screen.findByText(/^No program has a token/);
  fireEvent.click(screen.getByRole('button', { name: 'New token…' }));
  const make = screen.getByRole<HTMLButtonElement>('button', { name: 'Make token' });
  expect(make.disabled).toBe(true);
  fireEvent.change(screen.getByLabelText('Client'), { target: { value: 'shop' } });
  fireEvent.change(screen.getByLabelText('Good for'), { target: { value: '7' } });
  fireEvent.click(make);
  await screen.findByText(/it is shown this once/);
  expect(changes(act)).toEqual([['newClient', { name: 'shop', days: 7 }]]);
  await screen.findByText(TOKEN);
  await eventually(() => expect(screen.getAllByRole('button', { name: 'Copy' })).toHaveLength(3));
  fireEvent.click(screen.getByRole('button', { name: 'Done' }));
  await screen.findByRole('button', { name: 'New token…' });
  expect(document.body.textContent).not.toContain(TOKEN);
});

it('says at the name why there is no token', async () => {
  const act = shown({ access: access() });
  const detail = 'There is a client "shop" already.';
  fireEvent.click(await screen.findByRole('button', { name: 'New token…' }));
  act.mockRejectedValueOnce(new ProblemError({ detail, status: 409 } as Problem));
  fireEvent.change(screen.getByLabelText('Client'), { target: { value: 'shop' } });
  fireEvent.click(screen.getByRole('button', { name: 'Make token' }));
  expect((await screen.findByRole('alert')).textContent).toBe(detail);
  expect(screen.getByLabelText('Client').getAttribute('aria-invalid')).toBe('true');
});

it('revokes a token once a person is sure, and tells which have expired', async () => {
  const old = { ...shop, name: 'till', expires: '2020-01-01T12:00:00Z' };
  const act = shown({ access: access({ clients: [shop, old] }), revokeClient: access() });
  expect(await screen.findAllByText('A notebook or job of ada')).toHaveLength(2);
  await screen.findByText(/^expired /);
  const revoke = () => fireEvent.click(screen.getByLabelText('Revoke the token of shop'));
  const answer = (text: string) =>
    eventually(() => {
      const buttons = [...document.querySelectorAll<HTMLElement>('.jp-Dialog button')];
      buttons.find(({ textContent }) => textContent === text)!.click();
    });
  revoke();
  await answer('Cancel');
  await eventually(() => expect(document.querySelector('.jp-Dialog')).toBeNull());
  expect(changes(act)).toEqual([]);
  revoke();
  await answer('Revoke');
  await screen.findByText(/^No program has a token/);
  expect(changes(act)).toEqual([['revokeClient', { name: 'shop' }]]);
});

it('sets a limit of its own, and gives it up again', async () => {
  const act = shown({ access: access({ ownLimit: true }), limit: {} });
  fireEvent.click(await screen.findByRole('button', { name: 'Change limit…' }));
  fireEvent.change(screen.getByLabelText('Requests a second'), { target: { value: '5' } });
  fireEvent.change(screen.getByLabelText('Requests at once'), { target: { value: '9' } });
  fireEvent.click(screen.getByRole('button', { name: 'Set limit' }));
  fireEvent.click(await screen.findByRole('button', { name: 'Change limit…' }));
  fireEvent.click(screen.getByRole('button', { name: 'As is usual here' }));
  await screen.findByRole('button', { name: 'Change limit…' });
  expect(changes(act)).toEqual([
    ['limit', { limit: { perSecond: 5, burst: 9 } }],
    ['limit', { limit: null }]
  ]);
});

it('says without alarm that who may only look does not see it', async () => {
  const { connected, act } = answering({});
  const detail = 'Only who may read the Secrets of the project sees who has a token.';
  act.mockRejectedValue(new ProblemError({ detail, status: 403 } as Problem));
  render(<AccessView item={modelItem()} platform={connected} trans={trans} />);
  await screen.findByText(detail);
  expect(screen.queryByRole('alert')).toBeNull();
});

it('writes programs that ask with a token', () => {
  const item = modelItem();
  item.summary.sample = [{ name: 'it\'s "so"' }];
  const address = `${ORIGIN}/models/team-a/digits/v1/models/digits:predict`;
  expect(clientCurl(item, ORIGIN, TOKEN)).toContain(
    `TOKEN=${TOKEN}\ncurl ${address} \\\n  --header "Authorization: Bearer $TOKEN"`
  );
  const python = clientPython(item, ORIGIN, TOKEN);
  expect(python).toContain(`"Bearer ${TOKEN}"`);
  expect(python).toContain(
    String.raw`data="{\"instances\": [{\"name\":\"it's \\\"so\\\"\"}]}".encode()`
  );
});
