import Type from 'typebox';

export const phases = [
  'Queued',
  'Pending',
  'Starting',
  'Running',
  'Stopping',
  'Stopped',
  'Succeeded',
  'Failed',
  'Deleting',
  'Unknown'
] as const;
export const Phase = Type.Union(
  phases.map(phase => Type.Literal(phase)),
  {
    $id: 'Phase',
    description: 'Where an object is in its life. A notebook is Running when it can be opened.'
  }
);
export type Phase = (typeof phases)[number];
