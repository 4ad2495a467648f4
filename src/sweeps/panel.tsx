import type { TranslationBundle } from '@jupyterlab/translation';

import { CopyButton } from '../components';
import { sweepsIcon } from '../icons';
import type { PanelDescription } from '../panels';
import { type BestValueActions, sweepKind } from './kinds';

const STARTER = `# in a cell tagged "parameters"
lr = 0.01    # 0.0001..0.1 log
units = 64   # {32, 64, 128}

%%sweep --name digits --objective "maximize accuracy" --trials 12 --parallel 3
print(f"accuracy={train(lr, units):.4f}")`;

export interface SweepsPanelOptions {
  best: BestValueActions;
  /** Opens the form. */
  onNew: () => void;
}

export function sweepsPanel(
  trans: TranslationBundle,
  { best, onNew }: SweepsPanelOptions
): PanelDescription {
  return {
    id: 'sweeps',
    title: trans.__('Sweeps'),
    icon: sweepsIcon,
    rank: 560,
    noun: { one: trans.__('sweep'), many: trans.__('sweeps') },
    kinds: [sweepKind(trans, best)],
    toolbar: [
      {
        id: 'new',
        label: trans.__('New sweep…'),
        title: trans.__('Choose by form what is run, what is searched and how'),
        run: onNew
      }
    ],
    empty: () => (
      <div className="kfl-State">
        <h3>{trans.__('No sweeps yet')}</h3>
        <p>
          {trans.__(
            'A cell that begins with %1 is run many times, each time with other values of the parameters, whose ranges stand beside them as comments.',
            '%%sweep'
          )}
        </p>
        <pre className="kfl-State-code" tabIndex={0}>
          {STARTER}
        </pre>
        <div className="kfl-State-actions">
          <CopyButton label={trans.__('Copy')} text={() => STARTER} trans={trans} />
        </div>
      </div>
    )
  };
}
