import { CONFIG_MAP, isNotFound } from '@kubeflow-lab/kube';
import type { KubeClient } from '@kubeflow-lab/kube';
import { plainText, withDefaults } from '@kubeflow-lab/resources';
import type { Experiment, TrialTemplate } from '@kubeflow-lab/resources';
import { parse } from 'yaml';

import { HopelessTrialError } from '../trial/hopeless.js';
import type { RunSpec } from '../trial/substitute.js';

/** A trial template whose object is there, with its defaults. */
export type ReadTemplate = TrialTemplate & { trialSpec: RunSpec };

/** The trial template of an experiment, from its ConfigMap where it lies in one. Throws HopelessTrialError. */
export async function readTemplate(
  client: KubeClient,
  experiment: Experiment
): Promise<ReadTemplate> {
  const template = experiment.spec?.trialTemplate ?? {};
  const trialSpec = template.trialSpec ?? (await fromConfigMap(client, experiment, template));
  const { spec } = withDefaults({
    ...experiment,
    spec: { ...experiment.spec, trialTemplate: { ...template, trialSpec } }
  });
  return spec.trialTemplate as ReadTemplate;
}

async function fromConfigMap(
  client: KubeClient,
  { metadata }: Experiment,
  { configMap }: TrialTemplate
): Promise<RunSpec> {
  const { configMapName: name = '', templatePath = '' } = configMap ?? {};
  const what = `${plainText(name, 253)}/${plainText(templatePath, 253)}`;
  let text: string | undefined;
  try {
    const found = await client.get(CONFIG_MAP, { namespace: metadata?.namespace, name });
    text = found.data?.[templatePath];
  } catch (error) {
    if (!isNotFound(error)) {
      throw error;
    }
  }
  if (text === undefined) {
    throw new HopelessTrialError(`There is no trial template ${what} among the ConfigMaps.`);
  }
  let object: unknown;
  try {
    object = parse(text);
  } catch (error) {
    const detail = plainText((error as Error).message, 200);
    throw new HopelessTrialError(`The trial template ${what} is no YAML: ${detail}.`, {
      cause: error
    });
  }
  if (typeof object !== 'object' || object === null || Array.isArray(object)) {
    throw new HopelessTrialError(`The trial template ${what} is no Kubernetes object.`);
  }
  return object;
}
