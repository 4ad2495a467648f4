import { readNuclioFunction } from './nuclio.js';
import { readSeldonDeployment, readSeldonModel } from './seldon.js';
import type { ForeignModelKind } from './types.js';

/** What is listed beside KServe's objects where the cluster has it. */
export const FOREIGN_MODEL_KINDS: readonly ForeignModelKind[] = [
  {
    group: 'machinelearning.seldon.io',
    version: 'v1',
    kind: 'SeldonDeployment',
    plural: 'seldondeployments',
    noun: { one: 'Seldon deployment', many: 'Seldon deployments' },
    tool: 'Seldon Core',
    podLabel: 'seldon-deployment-id',
    read: readSeldonDeployment
  },
  {
    group: 'mlops.seldon.io',
    version: 'v1alpha1',
    kind: 'Model',
    plural: 'models',
    noun: { one: 'model of Seldon Core 2', many: 'models of Seldon Core 2' },
    tool: 'Seldon Core 2',
    // Servers load many models each.
    podLabel: null,
    read: readSeldonModel
  },
  {
    group: 'nuclio.io',
    version: 'v1beta1',
    kind: 'NuclioFunction',
    plural: 'nucliofunctions',
    noun: { one: 'Nuclio function', many: 'Nuclio functions' },
    tool: 'Nuclio',
    podLabel: 'nuclio.io/function-name',
    read: readNuclioFunction
  }
];
