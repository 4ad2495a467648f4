import { fireEvent, render, screen } from '@testing-library/react';
import * as fc from 'fast-check';

import { eventually } from '../testing/eventually';
import { answering, modelItem } from '../testing/models';
import { rebased, YamlEditor } from './yamlEditor';

// The answers come from outside of the test: there is nothing to wrap them in.
beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false }));

const ref = { plural: 'inferenceservices' as const, namespace: 'team-a', name: 'digits' };
const object = (replicas: number, resourceVersion = '1', note = 'a') => ({
  apiVersion: 'serving.kserve.io/v1beta1',
  kind: 'InferenceService',
  metadata: { name: 'digits', namespace: 'team-a', uid: 'u1', resourceVersion, labels: { note } },
  spec: { replicas },
  status: { seen: resourceVersion }
});
const item = (of: ReturnType<typeof object>) => ({ ...modelItem(), object: of });
const area = () => screen.getByRole<HTMLTextAreaElement>('textbox');
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });

it('shows what would change, and applies it to the version that was read', async () => {
  const { connected, act } = answering({ edit: item(object(2)) });
  const onClose = jest.fn();
  const editor = (of: ReturnType<typeof object>) => (
    <YamlEditor item={item(of)} object={ref} platform={connected} onClose={onClose} />
  );
  const { rerender } = render(editor(object(1)));
  await eventually(() => expect(area().value).toContain('replicas: 1'));
  expect(area().value).not.toContain('status');
  expect(button('Apply').disabled).toBe(true);
  fireEvent.change(area(), {
    target: { value: area().value.replace('replicas: 1', 'replicas: 2') }
  });
  fireEvent.click(button('Check'));
  const changes = await screen.findByLabelText('What would change');
  expect(changes.textContent).toMatch(/− {3}replicas: 1\n\+ {3}replicas: 2/);
  // Only its status has changed meanwhile: nobody is asked about that.
  rerender(editor(object(1, '2')));
  await eventually(() => expect(button('Apply').disabled).toBe(false));
  fireEvent.click(button('Apply'));
  await eventually(() => expect(onClose).toHaveBeenCalled());
  const [dry, real] = act.mock.calls.map(([, , body]) => body as never as Record<string, object>);
  expect(dry).toMatchObject({ dryRun: true, object: { metadata: { resourceVersion: '1' } } });
  expect(real).toMatchObject({ dryRun: false, object: { metadata: { resourceVersion: '2' } } });
});

it('takes in what somebody else has changed', async () => {
  const { connected } = answering({});
  const editor = (of: ReturnType<typeof object>) => (
    <YamlEditor item={item(of)} object={ref} platform={connected} onClose={() => undefined} />
  );
  const { rerender } = render(editor(object(1)));
  await eventually(() => expect(area().value).toContain('replicas: 1'));
  fireEvent.change(area(), {
    target: { value: area().value.replace('replicas: 1', 'replicas: 2') }
  });
  rerender(editor(object(1, '2', 'b')));
  fireEvent.click(await screen.findByRole('button', { name: 'Take it in' }));
  await eventually(() => expect(area().value).toContain('note: b'));
  expect(area().value).toContain('replicas: 2');
});

it('says what is wrong with a text', async () => {
  const { connected } = answering({});
  render(
    <YamlEditor
      item={item(object(1))}
      object={ref}
      platform={connected}
      onClose={() => undefined}
    />
  );
  await eventually(() => expect(area().value).toContain('replicas: 1'));
  fireEvent.change(area(), { target: { value: 'a: [' } });
  fireEvent.click(button('Check'));
  await eventually(() => expect(screen.getByRole('alert').textContent).toMatch(/^Line 1: /));
  fireEvent.change(area(), { target: { value: 'a: 1' } });
  fireEvent.click(button('Check'));
  await eventually(() => expect(screen.getByRole('alert').textContent).toMatch(/no metadata/));
});

it('does to another version what was done to one', () => {
  const fields = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.integer());
  fc.assert(
    fc.property(fields, fields, (before, mine) => {
      expect(rebased(before, mine, before)).toEqual(mine);
    })
  );
  expect(rebased({ a: 1, b: 1 }, { a: 2, b: 1 }, { a: 1, b: 5, c: 3 })).toEqual({
    a: 2,
    b: 5,
    c: 3
  });
});
