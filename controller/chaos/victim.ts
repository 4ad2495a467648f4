import { ControllerProcess } from '../harness/index.js';
import type { LogRecord } from '../harness/index.js';

export interface VictimOptions {
  program: string;
  kubeconfig: string;
  port: number;
  env: Record<string, string>;
  nodeArguments: () => string[];
}

/** How the log levels of pino count. */
const ERROR = 50;

/** A controller that is killed again and again, and started again each time as Kubernetes would. */
export class Victim {
  /** How often it ended by itself, as it must when it loses its lease. */
  ownEnds = 0;
  kills = 0;
  /** Errors in its log that no fault of the proxy explains. */
  readonly errors: string[] = [];
  private current: ControllerProcess;
  private isOver = false;
  private leading = false;
  private readonly listeners = new Set<() => void>();

  constructor(private readonly options: VictimOptions) {
    this.current = this.start();
  }

  get process(): ControllerProcess {
    return this.current;
  }

  /** Resolves when it leads. */
  async leads(): Promise<void> {
    while (!this.leading) {
      await new Promise<void>(resolve => this.listeners.add(resolve));
    }
  }

  async kill(): Promise<void> {
    this.kills += 1;
    await this.current.kill();
  }

  async stop(): Promise<void> {
    this.isOver = true;
    await this.current.stop();
  }

  private start(): ControllerProcess {
    const { program, kubeconfig, port, env, nodeArguments } = this.options;
    this.leading = false;
    const process = new ControllerProcess({
      program,
      kubeconfig,
      port,
      env,
      nodeArguments: nodeArguments(),
      onLog: record => this.read(record)
    });
    void process.ended.then(how => {
      if (!this.isOver) {
        this.ownEnds += how === 'SIGKILL' ? 0 : 1;
        this.current = this.start();
      }
    });
    return process;
  }

  private read(record: LogRecord): void {
    if (record.msg === 'Became the leader') {
      this.leading = true;
      const told = [...this.listeners];
      this.listeners.clear();
      told.forEach(tell => tell());
    }
    if (record.level >= ERROR && !isExplained(record)) {
      this.errors.push(JSON.stringify(record));
    }
  }
}

/** Whether the proxy's own refusals are what an error was about, or the loss of the lease, which ends a process. */
function isExplained({ msg, refusal, err }: LogRecord): boolean {
  const status = (refusal as { status?: number } | undefined)?.status;
  const type = (err as { type?: string } | undefined)?.type;
  return msg === 'Leadership lost' || status === 500 || status === 503 || type === 'NotLeading';
}
