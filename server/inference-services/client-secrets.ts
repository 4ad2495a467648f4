/** A client of a model as it is kept: a Secret of the project that belongs to the model, with the hash of its token. */
import { SECRET, apiVersionOf, secretData, secretValues } from '@kubeflow-lab/kube';
import type { Secret } from '@kubeflow-lab/kube';
import {
  CREATED_BY_ANNOTATION,
  INFERENCE_SERVICE_KIND,
  SERVING_API_VERSION,
  clientSecretName
} from '@kubeflow-lab/resources';
import type { InferenceService } from '@kubeflow-lab/resources';

const CLIENT_TYPE = 'lab.kubeflow.org/model-client';
/** On the Secret: the model that the client may ask. */
export const CLIENT_MODEL_LABEL = 'lab.kubeflow.org/model';

export interface Client {
  name: string;
  /** Of its token. */
  hash: string;
  /** RFC 3339. */
  expires: string;
}

/** The Secret of a new client. It goes with the model, and nothing in it changes any more. */
export function clientSecret(
  { metadata }: InferenceService,
  { name, hash, expires }: Client,
  user: string
): Secret {
  const { name: model = '', namespace, uid = '' } = metadata ?? {};
  return {
    apiVersion: apiVersionOf(SECRET),
    kind: SECRET.kind,
    metadata: {
      name: clientSecretName(model, name),
      namespace,
      labels: { [CLIENT_MODEL_LABEL]: model },
      annotations: { [CREATED_BY_ANNOTATION]: user },
      ownerReferences: [
        { apiVersion: SERVING_API_VERSION, kind: INFERENCE_SERVICE_KIND, name: model, uid }
      ]
    },
    type: CLIENT_TYPE,
    immutable: true,
    data: secretData({ name, hash, expires })
  };
}

/** The client that a Secret keeps for a model; null for any other Secret, also for one of an earlier model of its name. */
export function clientIn(secret: Secret, { metadata }: InferenceService): Client | null {
  const { name = '', hash = '', expires = '' } = secretValues(secret);
  const { ownerReferences = [], name: secretName } = secret.metadata ?? {};
  const belongs = ownerReferences.some(({ uid }) => uid === metadata?.uid);
  const sound =
    secret.type === CLIENT_TYPE &&
    secretName === clientSecretName(metadata?.name ?? '', name) &&
    !Number.isNaN(Date.parse(expires));
  return belongs && sound ? { name, hash, expires } : null;
}
