import { UnreachableError } from '@kubeflow-lab/kube';
import { plainText } from '@kubeflow-lab/resources';
import type { Experiment, NameValue, Trial } from '@kubeflow-lab/resources';
import { Client, credentials, status } from '@grpc/grpc-js';
import type { MethodDefinition, ServiceError } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';

import { experimentMessage, trialMessage } from './messages.js';
import { SUGGESTION_API } from './suggestion-api.js';

/** The service refuses a search; the message is its sentence. */
export class RefusedSearchError extends Error {}

/** Chooses the values of trials. Its methods throw RefusedSearchError, or UnreachableError where nobody answers. */
export interface Suggestions {
  validate(experiment: Experiment): Promise<void>;
  /**
   * The next `count` assignments of `total`, these included, given all trials so far; fewer where there are no more.
   */
  suggest(
    experiment: Experiment,
    trials: readonly Trial[],
    count: number,
    total: number
  ): Promise<NameValue[][]>;
  close(): void;
}

/** How long the service may think; a search of thousands of trials takes seconds. */
const ANSWER_MS = 60_000;
const MESSAGE_BYTES_MAX = 64 * 1024 * 1024;

type Method = MethodDefinition<object, object>;

interface SuggestionsReply {
  parameter_assignments: { assignments: NameValue[] }[];
}

/** The suggestion service at `address` (`host:port`), over Katib's protocol. */
export function connectSuggestions(address: string): Suggestions {
  const definition = fromJSON(SUGGESTION_API as Parameters<typeof fromJSON>[0], {
    keepCase: true,
    enums: String,
    defaults: true
  });
  const service = definition['api.v1.beta1.Suggestion'] as Record<string, Method>;
  const client = new Client(address, credentials.createInsecure(), {
    'grpc.max_send_message_length': MESSAGE_BYTES_MAX,
    'grpc.max_receive_message_length': MESSAGE_BYTES_MAX
  });

  function call(name: string, request: object): Promise<object> {
    const { path, requestSerialize, responseDeserialize } = service[name];
    return new Promise((resolve, reject) =>
      client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        request,
        { deadline: Date.now() + ANSWER_MS },
        (error, reply) => (error === null ? resolve(reply!) : reject(translated(error)))
      )
    );
  }

  return {
    async validate(experiment) {
      await call('ValidateAlgorithmSettings', { experiment: experimentMessage(experiment) });
    },
    async suggest(experiment, trials, count, total) {
      const reply = (await call('GetSuggestions', {
        experiment: experimentMessage(experiment),
        trials: trials.map(trialMessage),
        current_request_number: count,
        total_request_number: total
      })) as SuggestionsReply;
      return reply.parameter_assignments.slice(0, count).map(({ assignments }) => assignments);
    },
    close: () => client.close()
  };
}

function translated(error: ServiceError): Error {
  switch (error.code) {
    case status.INVALID_ARGUMENT:
      return new RefusedSearchError(plainText(error.details, 600));
    case status.UNAVAILABLE:
    case status.DEADLINE_EXCEEDED:
    case status.CANCELLED:
      return new UnreachableError('The suggestion service does not answer.', { cause: error });
    default:
      return error;
  }
}
