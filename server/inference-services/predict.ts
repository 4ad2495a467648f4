/**
 * Asks a model what somebody wants to know. The request goes to the address of a pod, which only the cluster itself can
 * give out: names of Services are anybody's, and could lead the server elsewhere.
 */
import {
  MODEL_CONTAINER,
  canaryOfPod,
  isKnative,
  isOfComponent,
  isServing,
  modelOf,
  revisionHeaders,
  servingRevision,
  sourceOf,
  summarizeInferenceService
} from '@kubeflow-lab/resources';
import type { Component, ContainerPort, InferenceService, Pod } from '@kubeflow-lab/resources';
import type { PredictForm, Prediction } from '@kubeflow-lab/schema';

import type { ClusterCache } from '../cache/cluster-cache.js';
import { ProblemError } from '../http/problem.js';
import type { ObjectCall } from '../kinds/definition.js';
import { askByGrpc } from './predict-grpc.js';
import { componentPods, predictorPods } from './resource.js';

type Part = 'predictor' | Component;

const TIMEOUT_MS = 60_000;
const ANSWER_MAX = 4 * 2 ** 20;
const DEFAULT_PORT = 8080;

export async function predict(
  call: ObjectCall<InferenceService>,
  { protocol, body, canary = false, explain = false }: PredictForm
): Promise<Prediction> {
  const service = await call.read();
  const { cache, config } = call.services;
  const { name } = call.key;
  const v1 = `/v1/models/${name}:${explain ? 'explain' : 'predict'}`;
  const path = protocol === 'v1' || explain ? v1 : `/v2/models/${name}/infer`;
  if (isKnative(service) && !canary && (protocol !== 'grpc-v2' || explain)) {
    const headers = askedRevision(cache, service, askedPart(service, explain));
    return ask(new URL(path, config.activatorUrl), body, headers);
  }
  const pod = askedPod(cache, service, { canary, explain });
  if (protocol === 'grpc-v2' && !explain) {
    return askByGrpc(grpcAddressOf(pod), name, body, {
      timeoutMs: TIMEOUT_MS,
      bytesMax: ANSWER_MAX
    });
  }
  return ask(new URL(path, addressOf(pod)), body);
}

/** Who a request goes to: a transformer stands before the model. Throws a problem where nobody explains. */
function askedPart(service: InferenceService, explain: boolean): Part {
  if (explain && service.spec?.explainer == null) {
    throw new ProblemError(409, 'The model has no explainer; %%serve --as explainer makes one.');
  }
  return explain ? 'explainer' : service.spec?.transformer == null ? 'predictor' : 'transformer';
}

/**
 * The headers of a request to a model on Knative, by its activator. A request that went to a pod would be none that
 * Knative counts; and without pods there is none to ask, while the activator brings one. Throws a problem where no
 * revision answers.
 */
function askedRevision(cache: ClusterCache, service: InferenceService, part: Part) {
  const revision = servingRevision(service, part);
  if (revision === null) {
    const summary = summarizeInferenceService(service, {
      pods: predictorPods(cache, service),
      components: componentPods(cache, service)
    });
    throw new ProblemError(409, `The model cannot be asked now: ${summary.message}`);
  }
  return revisionHeaders(service.metadata?.namespace ?? '', revision);
}

/** The pod that a request goes to. Throws a problem where none answers. */
function askedPod(
  cache: ClusterCache,
  service: InferenceService,
  { canary, explain }: { canary: boolean; explain: boolean }
): Pod {
  const pods = predictorPods(cache, service);
  const components = componentPods(cache, service);
  const asked = canary && !explain ? 'canary' : askedPart(service, explain);
  const found =
    asked === 'canary'
      ? canaryPod(service, pods)
      : asked === 'predictor'
        ? answeringPod(service, pods)
        : (components.find(pod => isOfComponent(pod, asked) && answers(pod)) ?? null);
  if (found === null) {
    const summary = summarizeInferenceService(service, { pods, components });
    const { message } = (canary ? summary.canary : summary) ?? { message: 'It has no canary.' };
    throw new ProblemError(409, `The model cannot be asked now: ${message}`);
  }
  return found;
}

/** A pod that answers, of the wanted version where there is one already. */
export function answeringPod(service: InferenceService, pods: readonly Pod[]): Pod | null {
  const wanted = modelOf(service)?.storageUri;
  const answering = pods.filter(pod => answers(pod) && canaryOf(service, pod) === null);
  return answering.find(pod => sourceOf(pod) === wanted) ?? answering[0] ?? null;
}

/** A pod of the service's canary that answers. */
function canaryPod(service: InferenceService, pods: readonly Pod[]): Pod | null {
  return pods.find(pod => answers(pod) && canaryOf(service, pod) !== null) ?? null;
}

function canaryOf({ metadata }: InferenceService, pod: Pod): string | null {
  return canaryOfPod(metadata?.name ?? '', pod);
}

export function answers(pod: Pod): boolean {
  return isServing(pod) && pod.status?.podIP !== undefined;
}

/** Where a pod serves. */
export function addressOf(pod: Pod): string {
  const port = portsOf(pod)[0]?.containerPort ?? DEFAULT_PORT;
  return `http://${hostOf(pod)}:${port}`;
}

/** Where a pod serves gRPC: at the port whose name KServe takes for it. Throws a problem where it has none. */
function grpcAddressOf(pod: Pod): string {
  const port = portsOf(pod).find(({ name = '' }) => /grpc|h2c/.test(name))?.containerPort;
  if (port === undefined) {
    throw new ProblemError(
      409,
      'What answers for the model has no port for gRPC, whose name would have "grpc" or "h2c" in it; ask it by v2.'
    );
  }
  return `${hostOf(pod)}:${port}`;
}

function portsOf({ spec }: Pod): readonly ContainerPort[] {
  const containers = spec?.containers ?? [];
  const container = containers.find(c => c?.name === MODEL_CONTAINER) ?? containers[0];
  return container?.ports ?? [];
}

function hostOf({ status }: Pod): string {
  const address = status?.podIP ?? '';
  return address.includes(':') ? `[${address}]` : address;
}

/** What a server answers to a body. Throws a problem where it answers nothing. */
export async function ask(
  url: URL,
  body: unknown,
  headers: Record<string, string> = {}
): Promise<Prediction> {
  const began = performance.now();
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'Content-Type': 'application/json' },
      body: JSON.stringify(body ?? null),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS)
    });
    const text = await limitedText(response);
    const milliseconds = Math.round(performance.now() - began);
    return { status: response.status, milliseconds, body: parsed(text) };
  } catch (error) {
    if (error instanceof ProblemError) {
      throw error;
    }
    const late = error instanceof Error && error.name === 'TimeoutError';
    throw new ProblemError(
      late ? 504 : 502,
      late
        ? `The model did not answer within ${TIMEOUT_MS / 1000} seconds.`
        : 'The model broke the connection off; its log may say why.',
      { cause: error }
    );
  }
}

async function limitedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const body = (response.body ?? []) as unknown as AsyncIterable<Uint8Array>;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > ANSWER_MAX) {
      throw new ProblemError(502, 'The answer of the model is larger than 4 MB.');
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // A model server's own errors are often plain text.
    return text;
  }
}
