/** The real suggestion service as a process of a test's own. */
import { spawn } from 'node:child_process';
import net from 'node:net';
import type { AddressInfo } from 'node:net';

const START_SECONDS = 60;

export interface SuggestionProcess {
  /** `host:port` */
  address: string;
  stop(): Promise<void>;
}

/** Starts the service with the interpreter `KUBEFLOW_LAB_PYTHON`, and waits until it says that it serves. */
export async function startSuggestions(): Promise<SuggestionProcess> {
  const address = `localhost:${await freePort()}`;
  const python = process.env.KUBEFLOW_LAB_PYTHON ?? 'python3';
  const child = spawn(python, ['-m', 'kubeflow_lab.suggestion', address], {
    stdio: ['ignore', 'ignore', 'pipe']
  });
  const ended = new Promise<void>(resolve => child.once('exit', () => resolve()));
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`Too late: ${said}`)), START_SECONDS * 1000);
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`The suggestion service ended: ${said}`)));
    child.stderr.on('data', (data: Buffer) => {
      said += data.toString();
      if (said.includes('Serving')) {
        clearTimeout(late);
        resolve();
      }
    });
  });
  return {
    address,
    async stop() {
      child.kill();
      await ended;
    }
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.once('error', reject);
    server.listen(0, 'localhost', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
