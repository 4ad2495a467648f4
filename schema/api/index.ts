/** The types of the REST API. `apiSchemas` are all schemas by their `$id`, which `$ref`s between them use. */
import type { TSchema } from 'typebox';
import * as capacity from './capacity.js';
import * as common from './common.js';
import * as compile from './compile.js';
import * as cronWorkflow from './cron-workflow.js';
import * as experiment from './experiment.js';
import * as files from './files.js';
import * as foreignModel from './foreign-model.js';
import * as inferenceGraph from './inference-graph.js';
import * as inferenceService from './inference-service.js';
import * as modelAccess from './model-access.js';
import * as notebookForm from './notebook-form.js';
import * as notebook from './notebook.js';
import * as phase from './phase.js';
import * as servingRuntime from './serving-runtime.js';
import * as session from './session.js';
import * as settings from './settings.js';
import * as shapes from './shapes.js';
import * as stream from './stream.js';
import * as tensorboard from './tensorboard.js';
import * as trainingJob from './training-job.js';
import * as trainingRuntime from './training-runtime.js';
import * as trainingWatch from './training-watch.js';
import * as volumeSnapshot from './volume-snapshot.js';
import * as workflow from './workflow.js';

export * from './capacity.js';
export * from './common.js';
export * from './compile.js';
export * from './cron-workflow.js';
export * from './experiment.js';
export * from './files.js';
export * from './foreign-model.js';
export * from './inference-graph.js';
export * from './inference-service.js';
export * from './kinds.js';
export * from './model-access.js';
export * from './notebook-form.js';
export * from './notebook.js';
export * from './phase.js';
export * from './serving-runtime.js';
export * from './session.js';
export * from './settings.js';
export * from './stream.js';
export * from './tensorboard.js';
export * from './training-job.js';
export * from './training-runtime.js';
export * from './training-watch.js';
export * from './values.js';
export * from './volume-snapshot.js';
export * from './workflow.js';

const rooms: object[] = [
  capacity,
  common,
  compile,
  cronWorkflow,
  experiment,
  files,
  foreignModel,
  inferenceGraph,
  inferenceService,
  modelAccess,
  notebook,
  notebookForm,
  phase,
  servingRuntime,
  session,
  settings,
  shapes,
  stream,
  tensorboard,
  trainingJob,
  trainingRuntime,
  trainingWatch,
  volumeSnapshot,
  workflow
];

/** Every named schema of the API, by name. */
export const apiSchemas: Record<string, TSchema & { $id: string }> = Object.fromEntries(
  rooms
    .flatMap(room => Object.values(room) as unknown[])
    .filter(
      (value): value is TSchema & { $id: string } =>
        typeof value === 'object' &&
        value !== null &&
        typeof (value as { $id?: unknown }).$id === 'string'
    )
    .map(schema => [schema.$id, schema])
);
