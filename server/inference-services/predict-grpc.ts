/** Asks a model by gRPC what the form asks in the JSON of KServe's second protocol. */
import type { Prediction } from '@kubeflow-lab/schema';
import { Client, credentials, status } from '@grpc/grpc-js';
import type { MethodDefinition, ServiceError } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';

import { ProblemError, invalid } from '../http/problem.js';
import { OPEN_INFERENCE } from './open-inference.js';
import { TensorError, inferAnswer, inferMessage } from './tensors.js';
import type { InferMessage, InferReply } from './tensors.js';

/** What HTTP says where a model refuses a request by gRPC; other refusals are its own errors. */
const HTTP_STATUS: Partial<Record<status, number>> = {
  [status.INVALID_ARGUMENT]: 400,
  [status.UNAUTHENTICATED]: 401,
  [status.PERMISSION_DENIED]: 403,
  [status.NOT_FOUND]: 404,
  [status.FAILED_PRECONDITION]: 400,
  [status.OUT_OF_RANGE]: 400,
  [status.UNIMPLEMENTED]: 501
};

const api = fromJSON(OPEN_INFERENCE as Parameters<typeof fromJSON>[0], {
  keepCase: true,
  longs: Number,
  defaults: true
});
/** The protocol's service, which a double of a model server takes, too. */
export const INFERENCE_SERVICE_API = api['inference.GRPCInferenceService'] as Record<
  string,
  MethodDefinition<InferMessage, InferReply>
>;

export interface GrpcLimits {
  timeoutMs: number;
  /** Of an answer. */
  bytesMax: number;
}

/**
 * What a model answers at `address` (`host:port`). Throws a problem for a body that is no request of the second protocol,
 * and where nothing is answered.
 */
export async function askByGrpc(
  address: string,
  model: string,
  body: unknown,
  limits: GrpcLimits
): Promise<Prediction> {
  const message = read(
    () => inferMessage(model, body),
    sentence => invalid([{ path: 'body', message: sentence }])
  );
  const client = new Client(address, credentials.createInsecure(), {
    'grpc.max_receive_message_length': limits.bytesMax,
    // The address is that of a pod, which no proxy reaches.
    'grpc.enable_http_proxy': 0,
    // Each client has connections of its own, which end with it.
    'grpc.use_local_subchannel_pool': 1
  });
  const began = performance.now();
  const elapsed = () => Math.round(performance.now() - began);
  try {
    const reply = await infer(client, message, limits.timeoutMs);
    const milliseconds = elapsed();
    const answer = read(
      () => inferAnswer(reply),
      sentence => new ProblemError(502, sentence)
    );
    return { status: 200, milliseconds, body: answer };
  } catch (error) {
    if (error instanceof ProblemError) {
      throw error;
    }
    return { ...refusal(error as ServiceError, limits), milliseconds: elapsed() };
  } finally {
    client.close();
  }
}

function infer(client: Client, message: InferMessage, timeoutMs: number): Promise<InferReply> {
  const { path, requestSerialize, responseDeserialize } = INFERENCE_SERVICE_API.ModelInfer;
  return new Promise((resolve, reject) =>
    client.makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      message,
      { deadline: Date.now() + timeoutMs },
      (error, reply) => (error === null ? resolve(reply!) : reject(error))
    )
  );
}

/** What the model says in place of an answer. Throws a problem where it says nothing. */
function refusal(error: ServiceError, { timeoutMs, bytesMax }: GrpcLimits) {
  switch (error.code) {
    case status.DEADLINE_EXCEEDED:
      throw new ProblemError(504, `The model did not answer within ${timeoutMs / 1000} seconds.`, {
        cause: error
      });
    case status.UNAVAILABLE:
    case status.CANCELLED:
      throw new ProblemError(502, 'The model broke the connection off; its log may say why.', {
        cause: error
      });
    case status.RESOURCE_EXHAUSTED:
      throw new ProblemError(
        502,
        `The request or the answer is too large; an answer may have ${bytesMax / 2 ** 20} MB.`,
        { cause: error }
      );
    default:
      return {
        status: HTTP_STATUS[error.code] ?? 500,
        body: { error: error.details }
      };
  }
}

/** What `convert` gives; what it cannot is a problem. */
function read<T>(convert: () => T, problem: (sentence: string) => ProblemError): T {
  try {
    return convert();
  } catch (error) {
    throw error instanceof TensorError ? problem(error.message) : error;
  }
}
