import type { ParameterType } from '../types.js';

/** What Kubeflow Pipelines calls the types of parameters. */
export const KFP_TYPES: Record<ParameterType, string> = {
  int: 'NUMBER_INTEGER',
  float: 'NUMBER_DOUBLE',
  str: 'STRING',
  bool: 'BOOLEAN'
};

/** A variable that one step hands to another. */
export const KFP_ARTIFACT = {
  artifactType: { schemaTitle: 'system.Artifact', schemaVersion: '0.0.1' }
};
