import { templateName } from '../notebook/step-names.js';
import type { Step } from '../types.js';

/**
 * What the representation of Kubeflow Pipelines says of Kubernetes, as a document of its own
 * (https://github.com/kubeflow/pipelines/blob/master/kubernetes_platform/proto/kubernetes_executor_config.proto);
 * null where no step asks for anything of it.
 */
export function kfpPlatform(steps: readonly Step[]): object | null {
  const executors = steps
    .map(step => [`exec-${templateName(step.name)}`, executor(step)] as const)
    .filter(([, config]) => Object.keys(config).length > 0);
  return executors.length === 0
    ? null
    : {
        platforms: { kubernetes: { deploymentSpec: { executors: Object.fromEntries(executors) } } }
      };
}

function executor({ settings }: Step): object {
  const { secrets, volumes, nodeSelector, tolerations, labels, annotations } = settings;
  return {
    ...(secrets?.length
      ? {
          secretAsEnv: secrets.map(({ name, key, env }) => ({
            keyToEnv: [{ envVar: env, secretKey: key }],
            secretName: name,
            secretNameParameter: constant(name)
          }))
        }
      : {}),
    ...(volumes?.length
      ? {
          pvcMount: volumes.map(({ claim, path }) => ({
            constant: claim,
            mountPath: path,
            pvcNameParameter: constant(claim)
          }))
        }
      : {}),
    ...(nodeSelector ? { nodeSelector: { labels: nodeSelector } } : {}),
    ...(tolerations?.length
      ? {
          tolerations: tolerations.map(({ tolerationSeconds, ...others }) => ({
            ...others,
            ...wholeNumber('tolerationSeconds', tolerationSeconds)
          }))
        }
      : {}),
    ...(labels || annotations
      ? { podMetadata: { ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}) } }
      : {}),
    ...wholeNumber('activeDeadlineSeconds', settings.timeoutSeconds)
  };
}

function constant(value: string): object {
  return { runtimeValue: { constant: value } };
}

/** Numbers of 64 bits are texts in the JSON of protocol buffers. */
function wholeNumber(field: string, value: number | undefined): object {
  return value === undefined ? {} : { [field]: String(value) };
}
