/** A program of a trial that reports metrics, as `kubeflow.katib.report_metrics` does. */
import { Client, credentials } from '@grpc/grpc-js';
import type { MethodDefinition } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';

import { DB_MANAGER_API } from '../push/db-manager-api.js';

/** Reports metrics to `address`, `host:port`; throws what is answered. */
export async function reportTo(
  address: string,
  trial: string,
  metrics: Record<string, string>
): Promise<void> {
  const definition = fromJSON(DB_MANAGER_API as Parameters<typeof fromJSON>[0], { keepCase: true });
  const service = definition['api.v1.beta1.DBManager'] as Record<
    string,
    MethodDefinition<object, object>
  >;
  const { path, requestSerialize, responseDeserialize } = service.ReportObservationLog;
  const logs = Object.entries(metrics).map(([name, value]) => ({
    time_stamp: new Date().toISOString(),
    metric: { name, value }
  }));
  const request = { trial_name: trial, observation_log: { metric_logs: logs } };
  const client = new Client(address, credentials.createInsecure());
  try {
    await new Promise<void>((resolve, reject) =>
      client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, error =>
        error === null ? resolve() : reject(error)
      )
    );
  } finally {
    client.close();
  }
}
