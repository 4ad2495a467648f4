/** Asks a served model by gRPC at the platform's own address, as a program outside does. */
import { GRPC_NAMESPACE_HEADER, GRPC_NAME_HEADER } from '@kubeflow-lab/resources';
import { Client, Metadata, credentials } from '@grpc/grpc-js';

import { INFERENCE_SERVICE_API } from '../inference-services/predict-grpc.js';
import { inferAnswer, inferMessage } from '../inference-services/tensors.js';
import type { InferReply } from '../inference-services/tensors.js';

const DEADLINE_MS = 20_000;

/** What it answers to the JSON of the second protocol; rejects with a ServiceError. `token`: null shows none. */
export async function inferThroughGateway(
  model: { namespace: string; name: string },
  token: string | null,
  body: object
): Promise<ReturnType<typeof inferAnswer>> {
  const metadata = new Metadata();
  metadata.set(GRPC_NAMESPACE_HEADER, model.namespace);
  metadata.set(GRPC_NAME_HEADER, model.name);
  if (token !== null) {
    metadata.set('authorization', `Bearer ${token}`);
  }
  const { host } = new URL(process.env.KUBEFLOW_LAB_TEST_ORIGIN ?? '');
  const client = new Client(host, credentials.createInsecure(), { 'grpc.enable_http_proxy': 0 });
  const { path, requestSerialize, responseDeserialize } = INFERENCE_SERVICE_API.ModelInfer;
  try {
    const reply = await new Promise<InferReply>((resolve, reject) =>
      client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        inferMessage(model.name, body),
        metadata,
        { deadline: Date.now() + DEADLINE_MS },
        (error, answer) => (error === null ? resolve(answer!) : reject(error))
      )
    );
    return inferAnswer(reply);
  } finally {
    client.close();
  }
}
