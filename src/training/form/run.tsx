import * as React from 'react';
import { type PartProps, TextInput } from './field';
import { VariableFields, VolumeFields } from './lists';
import { ReplicaFields } from './replicas';

/** What the code runs in: image, replicas, amounts, volumes, variables. */
export function RunFields(props: PartProps & { images: readonly string[] }): React.JSX.Element {
  const { model, images, trans } = props;
  const runtime = model.kind.trainer?.runtime;
  const { cpu, memory, gpu } = model.read.fields;
  // Kubeflow Trainer takes the amounts of a job in place of all that its runtime has.
  const amounts = [cpu, memory, gpu].every(amount => amount === '') ? runtime : null;
  const isOne = model.kind.roles.length === 1 && model.kind.leaders.includes(model.kind.roles[0]);
  return (
    <>
      <TextInput
        {...props}
        field="image"
        label={trans.__('Image')}
        placeholder={runtime?.image || trans.__('registry/name:tag')}
        choices={images}
        hint={
          model.kind.trainer
            ? trans.__('Left empty, it is the one of the runtime.')
            : trans.__('Whether it exists is known when the first replica starts.')
        }
      />
      {!isOne && <ReplicaFields {...props} />}
      <fieldset className="kfl-Form-group">
        <legend>{isOne ? trans.__('It asks for') : trans.__('Each replica asks for')}</legend>
        <div className="kfl-Form-row">
          <TextInput
            {...props}
            field="cpu"
            label={trans.__('CPU')}
            placeholder={amounts?.cpu || trans.__('500m')}
          />
          <TextInput
            {...props}
            field="memory"
            label={trans.__('Memory')}
            placeholder={amounts?.memory || trans.__('1Gi')}
          />
          <TextInput {...props} field="gpu" label={trans.__('GPUs')} placeholder="0" />
        </div>
      </fieldset>
      <VolumeFields {...props} />
      <VariableFields {...props} />
    </>
  );
}
