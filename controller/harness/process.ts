import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** A line of the controller's log, as pino writes it. */
export interface LogRecord {
  level: number;
  msg: string;
  [field: string]: unknown;
}

/**
 * Arguments of Node with which the controller runs in a cluster (deploy/base/controller.yaml). Young objects get 4 MiB in
 * place of 16: a burst of servers then leaves a quarter less memory behind.
 */
export const NODE_ARGUMENTS: readonly string[] = ['--max-semi-space-size=4'];

export interface ControllerProcessOptions {
  /** The bundled program. */
  program: string;
  /** Path of the kubeconfig that it runs with. */
  kubeconfig: string;
  /** Of its health and metrics; must be free. */
  port: number;
  /** More environment, over the defaults. */
  env?: Record<string, string>;
  /** More arguments of Node. */
  nodeArguments?: readonly string[];
  onLog?: (record: LogRecord) => void;
}

/** The controller as a process of its own, as it runs in a cluster: it can be killed, stopped and measured. */
export class ControllerProcess {
  private readonly child: ChildProcess;
  readonly ended: Promise<number | NodeJS.Signals>;

  constructor(private readonly options: ControllerProcessOptions) {
    const { program, kubeconfig, port, env, nodeArguments = [] } = options;
    this.child = spawn(process.execPath, [...NODE_ARGUMENTS, ...nodeArguments, program], {
      stdio: ['ignore', 'pipe', 'inherit'],
      // Only what is said here: neither a test runner's flags nor other settings of the shell.
      env: { PATH: process.env.PATH ?? '', KUBECONFIG: kubeconfig, PORT: String(port), ...env }
    });
    this.ended = new Promise((resolve, reject) => {
      this.child.once('error', reject);
      this.child.once('exit', (code, signal) => resolve(signal ?? code ?? 0));
    });
    createInterface({ input: this.child.stdout! }).on('line', line => this.read(line));
  }

  get pid(): number {
    if (this.child.pid === undefined) {
      throw new Error('The controller could not be started.');
    }
    return this.child.pid;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  signal(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  async kill(): Promise<void> {
    this.signal('SIGKILL');
    await this.ended;
  }

  /** As Kubernetes ends a pod: asks, and kills what does not end in time. */
  async stop(patienceMs = 15_000): Promise<number | NodeJS.Signals> {
    this.signal('SIGTERM');
    const timer = setTimeout(() => this.signal('SIGKILL'), patienceMs);
    const how = await this.ended;
    clearTimeout(timer);
    return how;
  }

  /** Resolves when it answers that it is ready. */
  async ready(patienceMs = 60_000): Promise<void> {
    const deadline = performance.now() + patienceMs;
    while (!(await this.isReady())) {
      if (!this.isRunning || performance.now() > deadline) {
        throw new Error('The controller did not become ready.');
      }
      await sleep(50);
    }
  }

  private async isReady(): Promise<boolean> {
    try {
      return (await fetch(`http://127.0.0.1:${this.options.port}/readyz`)).ok;
    } catch {
      // It does not listen yet.
      return false;
    }
  }

  /** The sum of a metric over all its series whose labels have these values. */
  async metric(name: string, labels: Record<string, string> = {}): Promise<number> {
    const answer = await fetch(`http://127.0.0.1:${this.options.port}/metrics`);
    return sumOf(await answer.text(), name, labels);
  }

  private read(line: string): void {
    try {
      this.options.onLog?.(JSON.parse(line) as LogRecord);
    } catch {
      // What Node itself says when a program ends in an error is no JSON.
      process.stderr.write(`${line}\n`);
    }
  }
}

/** The sum over the series of a metric, in Prometheus' text format, whose labels have these values. */
export function sumOf(text: string, name: string, labels: Record<string, string> = {}): number {
  const wanted = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return text
    .split('\n')
    .filter(line => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
    .filter(line => wanted.every(pair => line.includes(pair)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
