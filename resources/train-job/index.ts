export * from './actions.js';
export {
  isTrainJobFinished,
  podsOfTrainJob,
  summarizeTrainJob,
  type TrainJobSurroundings
} from './phase.js';
export { trainJobPart, trainReplicaIndex } from './replicas.js';
export * from './types.js';
