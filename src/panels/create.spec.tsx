import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { eventually } from '../testing/eventually';
import { Fixture } from '../testing/fixture';
import { TestPlatform } from '../testing/platform';
import { noJobActions } from '../testing/jobs';
import { trainingPanel } from '../training/panel';
import { CreateForm } from './create';

// The updates come from a server, not from the test: there is nothing to wrap them in.
beforeAll(() => Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: false }));

describe('CreateForm', () => {
  let fixture: Fixture;
  let platform: TestPlatform;
  const onCreated = jest.fn();
  const onClose = jest.fn();

  beforeEach(async () => {
    jest.clearAllMocks();
    localStorage.clear();
    fixture = new Fixture();
    platform = new TestPlatform(await fixture.listen());
    open();
  });

  afterEach(() => fixture.close());

  function open(): void {
    const panel = trainingPanel(platform.trans, noJobActions);
    const namespace = 'team-a';
    render(<CreateForm {...{ platform, panel, namespace, onCreated, onClose }} />);
  }

  const area = () => screen.getByLabelText<HTMLTextAreaElement>('Object in YAML');
  const press = async (name: string) =>
    fireEvent.click(await screen.findByRole('button', { name }));
  const posts = () =>
    fixture.requests.filter(({ method, path }) => method === 'POST' && /tfjobs/.test(path));

  it('checks without making anything', async () => {
    await press('Use the example');
    await press('Check');
    await screen.findByText(/The cluster would take it/);
    expect(posts().map(({ query }) => query.get('dryRun'))).toEqual(['true']);
    expect(fixture.list('tfjobs', 'team-a')).toEqual([]);
  });

  it('makes the object, says which, and begins empty the next time', async () => {
    await press('Use the example');
    await press('Create');
    await eventually(() => expect(onCreated).toHaveBeenCalledTimes(1));
    expect(onCreated).toHaveBeenCalledWith({
      plural: 'tfjobs',
      namespace: 'team-a',
      name: 'hello'
    });
    const [{ object }] = fixture.list('tfjobs', 'team-a');
    expect(object.metadata.annotations).toBeUndefined();
    await eventually(() => expect(area().value).toBe(''));
  });

  it('shows the refusal of the cluster in place, and keeps the text over closing', async () => {
    const detail = 'The TFJob hello is not valid: it has no replicas.';
    fixture.refusal = { type: 'about:blank', title: 'Invalid', status: 422, detail };
    await press('Use the example');
    await press('Create');
    await eventually(() => expect(screen.getByRole('alert').textContent).toContain(detail));
    const { value } = area();
    expect(value).toContain('kind: TFJob');
    await press('Close');
    expect(onClose).toHaveBeenCalledTimes(1);
    cleanup();
    open();
    expect(area().value).toBe(value);
    expect(onCreated).not.toHaveBeenCalled();
  });

  it('names the line that is wrong, selects it, and asks nobody', async () => {
    fireEvent.change(area(), { target: { value: '# mine\nkind: Deployment\n' } });
    await press('Check');
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toMatch(/^Line 2: This is a Deployment/);
    const { value, selectionStart, selectionEnd } = area();
    expect(value.slice(selectionStart, selectionEnd)).toBe('kind: Deployment');
    expect(posts()).toEqual([]);
  });
});
