import { UseSignal } from '@jupyterlab/ui-components';
import * as React from 'react';
import { TextField, useFeed } from '../../components';
import { FormFrame } from '../../training/form/frame';
import type { SaveNotebook } from '../../training/form/launch';
import type { OpenNotebook } from '../../training/form/notebooks';
import { RunFields } from '../../training/form/run';
import type { IPlatform, ObjectRef } from '../../tokens';
import { check, launch } from './launch';
import type { SweepModel } from './model';
import { problemsAt } from './part';
import { readRanges } from './ranges';
import { AlgorithmFields, BudgetFields, ObjectiveFields } from './search';
import { SweepSide } from './side';
import { SourceFields } from './source';
import { SpaceFields } from './space';

export interface SweepFormProps {
  model: SweepModel;
  platform: IPlatform;
  /** The open notebooks, asked anew whenever the form is drawn. */
  notebooks: () => readonly OpenNotebook[];
  save: SaveNotebook;
  onMade: (sweep: ObjectRef) => void;
}

/** A new sweep by form, with the Experiment that it becomes beside. */
export function SweepForm(props: SweepFormProps): React.JSX.Element {
  return <UseSignal signal={props.model.stateChanged}>{() => <Body {...props} />}</UseSignal>;
}

function Body({ model, platform, notebooks, save, onMade }: SweepFormProps): React.JSX.Element {
  const { trans, client } = platform;
  useNames(platform, model);
  const ranges = useRanges(model, platform, save);
  const { search, source } = model;
  const key = JSON.stringify([model.experiment, source]);
  const images = model.surroundings.images[model.kind.images ?? ''] ?? [];
  return (
    <FormFrame
      label={trans.__('New sweep')}
      submit={trans.__('Start')}
      problems={[...model.problems, ...ranges.problems]}
      asked={key}
      onFix={changes => model.change(changes)}
      onCheck={() => check(model, client, save)}
      onStart={async () => {
        onMade(await launch(model, client, save));
        return true;
      }}
      fields={touch => {
        const part = { model, ...touch, trans };
        return (
          <>
            <TextField
              label={trans.__('Name')}
              placeholder={trans.__('digits')}
              problems={problemsAt(touch.problems, 'name')}
              value={search.name}
              onChange={name => model.changeSearch({ name })}
              onLeave={() => touch.onTouch('name')}
            />
            <SourceFields {...part} notebooks={notebooks()} />
            <SpaceFields {...part} onRead={ranges.read} />
            <ObjectiveFields {...part} />
            <AlgorithmFields {...part} />
            <BudgetFields {...part} />
            {source.from !== 'pipeline' && <RunFields {...part} images={images} />}
          </>
        );
      }}
      side={<SweepSide model={model} trans={trans} />}
      trans={trans}
    />
  );
}

/** Lets the model know which names are taken. */
function useNames(platform: IPlatform, model: SweepModel): void {
  const feed = useFeed(platform.live, { resource: 'experiments', namespace: model.namespace });
  const names = Object.values(feed.items).map(({ object }) => object.metadata.name);
  const key = JSON.stringify(names.sort());
  React.useEffect(() => {
    model.know({ names: { experiments: JSON.parse(key) as string[] } });
  }, [model, key]);
}

/** Reads the ranges that stand in the notebook: when one is chosen and nothing is searched yet, and when asked to. */
function useRanges(model: SweepModel, platform: IPlatform, save: SaveNotebook) {
  const [problem, setProblem] = React.useState<string | null>(null);
  const { source } = model;
  const path = source.from !== 'command' && source.path.endsWith('.ipynb') ? source.path : null;
  const read = React.useCallback(
    async (isAsked: boolean) => {
      const found = await readRanges(platform.client, path!, save);
      if ('problem' in found) {
        setProblem(isAsked ? found.problem : null);
      } else {
        setProblem(null);
        model.changeSearch({ parameters: found.parameters });
      }
    },
    [model, platform, path, save]
  );
  React.useEffect(() => {
    setProblem(null);
    if (path !== null && model.search.parameters.length === 0) {
      void read(false);
    }
  }, [model, path, read]);
  return {
    read: path === null ? null : () => void read(true),
    problems:
      problem === null ? [] : [{ path: 'room', message: problem, severity: 'warning' as const }]
  };
}
