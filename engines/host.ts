import type { Runnable } from '@kubeflow-lab/controller/runtime';
import type { Logger } from 'pino';

import type { Definitions } from './definitions.js';

/** An engine, and the definitions (`<plural>.<group>`) without which it has nothing to do. */
export interface Engine {
  definitions: readonly string[];
  runnable: Runnable;
}

/** Starts each engine as soon as its kinds are ours to run and this process leads; before that it only watches. */
export class EngineHost {
  private readonly watching = new Set<Engine>();
  private leading = false;

  constructor(
    private readonly engines: readonly Engine[],
    private readonly definitions: Definitions,
    private readonly log: Logger
  ) {}

  start(): void {
    this.definitions.reflector.store.onChange(() => this.watchOurs());
    this.definitions.reflector.start();
  }

  /** From now on there is work to do. */
  lead(): void {
    this.leading = true;
    this.watching.forEach(engine => void this.begin(engine));
  }

  async stop(): Promise<void> {
    await Promise.all([
      this.definitions.reflector.stop(),
      ...[...this.watching].map(engine => engine.runnable.stop())
    ]);
  }

  /** What is not known yet of the cluster, or null. */
  notReady(): string | null {
    const reflectors = [
      this.definitions.reflector,
      ...[...this.watching].flatMap(engine => engine.runnable.reflectors)
    ];
    const waiting = reflectors.filter(r => !r.hasSynced).map(r => r.kind.plural);
    return waiting.length === 0 ? null : `Waiting for ${waiting.join(', ')}.`;
  }

  private watchOurs(): void {
    for (const engine of this.engines) {
      if (!this.watching.has(engine) && engine.definitions.every(this.definitions.isOurs)) {
        this.watching.add(engine);
        engine.runnable.watch();
        if (this.leading) {
          void this.begin(engine);
        }
      }
    }
  }

  private async begin(engine: Engine): Promise<void> {
    await engine.runnable.start();
    this.log.info({ engine: engine.runnable.name }, 'Started');
  }
}
