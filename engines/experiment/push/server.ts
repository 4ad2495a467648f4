import type { KubeClient } from '@kubeflow-lab/kube';
import { Server, ServerCredentials, status } from '@grpc/grpc-js';
import type { ServiceDefinition, handleUnaryCall } from '@grpc/grpc-js';
import { fromJSON } from '@grpc/proto-loader';
import type { Logger } from 'pino';

import { DB_MANAGER_API } from './db-manager-api.js';
import { RefusedReportError, takeReport } from './report.js';

interface ReportRequest {
  trial_name: string;
  observation_log: { metric_logs: { metric: { name: string; value: string } | null }[] } | null;
}

export interface ReportServer {
  port: number;
  stop(): Promise<void>;
}

/**
 * Takes the metrics that the programs of trials report, as Katib's DB manager does. It needs no leadership: a report is
 * written over the version of the trial that was read.
 * @param address `host:port`; port 0 for any that is free
 */
export async function serveReports(
  client: KubeClient,
  address: string,
  log: Logger
): Promise<ReportServer> {
  const definition = fromJSON(DB_MANAGER_API as Parameters<typeof fromJSON>[0], {
    keepCase: true,
    defaults: true
  });
  const report: handleUnaryCall<ReportRequest, object> = (call, answer) => {
    const { request } = call;
    const peer = addressOf(call.getPeer());
    takeReport(client, {
      trial: request.trial_name,
      address: peer,
      values: valuesOf(request)
    }).then(
      () => answer(null, {}),
      (error: Error) => {
        const isRefused = error instanceof RefusedReportError;
        if (!isRefused) {
          log.error({ err: error, trial: request.trial_name }, 'A report cannot be written');
        }
        answer({
          code: isRefused ? status.FAILED_PRECONDITION : status.UNAVAILABLE,
          details: isRefused ? error.message : 'The report cannot be written now; report it again.'
        });
      }
    );
  };
  const server = new Server();
  server.addService(definition['api.v1.beta1.DBManager'] as ServiceDefinition, {
    ReportObservationLog: report
  });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync(address, ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error)
    )
  );
  return {
    port,
    stop: () => new Promise(resolve => server.tryShutdown(() => resolve()))
  };
}

function valuesOf({ observation_log: log }: ReportRequest) {
  return (log?.metric_logs ?? []).flatMap(({ metric }) => (metric === null ? [] : [metric]));
}

/** The address without its port: `10.0.0.7` of `10.0.0.7:4711` and of `[::ffff:10.0.0.7]:4711`. */
export function addressOf(peer: string): string {
  return peer
    .slice(0, peer.lastIndexOf(':'))
    .replace(/^\[|\]$/g, '')
    .replace(/^::ffff:/, '');
}
