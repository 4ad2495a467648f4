import { nullTranslator } from '@jupyterlab/translation';
import { phases } from '@kubeflow-lab/schema';
import { fireEvent, render, screen } from '@testing-library/react';
import { emptyFeed, type Feed } from '@kubeflow-lab/live';
import { replica } from '../testing/jobs';
import { LogView } from './logView';
import { countReady, isFinal, lookOf } from './phase';
import { ProblemView } from './problem';
import { Replicas } from './replicas';

const trans = nullTranslator.load('kubeflow_lab');

function log(texts: string[], more: Partial<Feed> = {}): Feed {
  const lines = texts.map((text, index) => ({
    sequence: index + 1,
    replica: index % 2 ? 'digits-worker-0' : 'digits-chief-0',
    time: '2026-10-20T09:00:00Z',
    text
  }));
  return { ...emptyFeed, state: 'live', lines, ...more };
}

const replicas = ['digits-chief-0', 'digits-worker-0'];

describe('lookOf', () => {
  it('has a word for every phase', () => {
    expect(phases.map(phase => lookOf(phase, trans).word)).toEqual([...phases]);
  });

  it('has another shape or colour for good, bad and going on', () => {
    const looks = (['Running', 'Succeeded', 'Failed', 'Pending'] as const).map(phase => {
      const { glyph, tone } = lookOf(phase, trans);
      return `${glyph} ${tone}`;
    });
    expect(new Set(looks).size).toBe(4);
  });

  it('has nothing going on where what is to run for ever runs', () => {
    const { tone, glyph } = lookOf('Running', trans, true);
    expect({ tone, glyph }).toEqual({ tone: 'good', glyph: 'check' });
    expect(lookOf('Starting', trans, true)).toEqual(lookOf('Starting', trans));
  });
});

describe('isFinal', () => {
  it('is so of success and failure alone', () => {
    expect(phases.filter(isFinal)).toEqual(['Succeeded', 'Failed']);
  });
});

describe('countReady', () => {
  it('counts what runs or has done its work', () => {
    const all = phases.map((phase, index) => replica('digits', 'worker', index, phase));
    expect(countReady(all)).toBe(2);
  });
});

describe('LogView', () => {
  const parts = replicas.map(name => ({ name, label: name.replace('digits-', '') }));
  const view = (feed: Feed, only: string | null = null, search = '') => (
    <LogView name="digits" feed={feed} parts={parts} only={only} search={search} trans={trans} />
  );

  it('shows each line with its replica, as text and never as markup', () => {
    render(view(log(['<img src=x onerror=alert(1)>', '\u001b[1mbold\u001b[0m'])));
    expect(screen.getByRole('log').textContent).toBe(
      'chief-0 <img src=x onerror=alert(1)>worker-0 bold'
    );
    expect(document.querySelector('img')).toBeNull();
  });

  it('shows the lines of one replica alone', () => {
    render(view(log(['a', 'b', 'c']), 'digits-worker-0'));
    expect(screen.getByRole('log', { name: 'Log of digits-worker-0' }).textContent).toBe(
      'worker-0 b'
    );
  });

  it('shows only the lines in which a text is found', () => {
    const { rerender } = render(view(log(['Epoch 1', 'loss', 'epoch 2']), null, 'EPOCH'));
    expect(screen.getByRole('log').textContent).toBe('chief-0 Epoch 1chief-0 epoch 2');
    rerender(view(log(['a']), null, 'nowhere'));
    expect(screen.getByText('No line fits.')).toBeTruthy();
  });

  it('stays at the end until someone scrolls up, and offers the way back', () => {
    const { rerender } = render(view(log(['a'])));
    const lines = screen.getByRole('log');
    Object.defineProperty(lines, 'scrollHeight', { configurable: true, value: 500 });
    Object.defineProperty(lines, 'clientHeight', { configurable: true, value: 100 });
    rerender(view(log(['a', 'b'])));
    expect(lines.scrollTop).toBe(500);
    lines.scrollTop = 50;
    fireEvent.scroll(lines);
    rerender(view(log(['a', 'b', 'c'])));
    expect(lines.scrollTop).toBe(50);
    fireEvent.click(screen.getByRole('button', { name: 'Follow the end' }));
    expect(lines.scrollTop).toBe(500);
    expect(screen.queryByRole('button', { name: 'Follow the end' })).toBeNull();
  });

  it.each([
    ['connecting', 'Loading the log…'],
    ['live', 'Nothing has been printed yet.'],
    ['ended', 'Nothing was printed.']
  ] as const)('says what an empty log means when it is %s', (state, text) => {
    render(view(log([], { state })));
    expect(screen.getByText(text)).toBeTruthy();
  });

  it('says how many lines it does not show', () => {
    render(view(log(['z'], { dropped: 1200 })));
    expect(screen.getByText(/1200 earlier lines are not shown/)).toBeTruthy();
  });
});

describe('Replicas', () => {
  it('says what is wrong with those that do not run', () => {
    render(
      <Replicas
        job="digits"
        trans={trans}
        replicas={[
          replica('digits', 'chief', 0, 'Running', { message: 'Runs.' }),
          replica('digits', 'worker', 0, 'Failed', {
            message: 'Out of memory.',
            exitCode: 137,
            restarts: 2
          })
        ]}
      />
    );
    const texts = screen.getAllByRole('listitem').map(({ textContent }) => textContent);
    expect(texts).toEqual([
      'chief-0Running',
      'worker-0FailedOut of memory. · exit code 137 · 2 restarts'
    ]);
  });

  it('selects a replica, and all again', () => {
    const onSelect = jest.fn();
    const list = (selected: string | null) => (
      <Replicas
        job="digits"
        trans={trans}
        replicas={[replica('digits', 'chief', 0)]}
        selected={selected}
        onSelect={onSelect}
      />
    );
    const { rerender } = render(list(null));
    fireEvent.click(screen.getByRole('button', { pressed: false }));
    rerender(list('digits-chief-0'));
    fireEvent.click(screen.getByRole('button', { pressed: true }));
    expect(onSelect.mock.calls).toEqual([['digits-chief-0'], [null]]);
  });
});

describe('ProblemView', () => {
  it('has the sentence in front and the details behind a fold', () => {
    const onRetry = jest.fn();
    render(
      <ProblemView
        problem={{
          type: 'about:blank',
          title: 'Forbidden',
          status: 403,
          detail: 'You may not see the jobs of team-a.',
          errors: [{ path: 'spec', message: 'is wrong' }]
        }}
        trans={trans}
        onRetry={onRetry}
      />
    );
    expect(screen.getByRole('alert').firstChild?.textContent).toBe(
      'You may not see the jobs of team-a.'
    );
    expect(screen.getByText(/403 Forbidden/).textContent).toBe('403 Forbidden\nspec: is wrong');
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(onRetry).toHaveBeenCalledTimes(1);
  });
});
