/** A real Python process with our package, as the kernel of a notebook is one. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** What a line of output begins with that is a step's result; everything else is what the step printed. */
const RESULT = 'result: ';

export interface Kernel {
  /** Runs a step, and gives what it says; rejects with all output when the process ends with it. */
  run(...words: string[]): Promise<Record<string, unknown>>;
  /** Lets it end by itself. */
  end(): Promise<void>;
}

/**
 * Starts the module `name`, which reads steps as lines and answers each with one line of JSON, with the interpreter
 * `KUBEFLOW_LAB_PYTHON`.
 */
export function startKernel(name: string, environment: Record<string, string>): Kernel {
  const program = process.env.KUBEFLOW_LAB_PYTHON ?? 'python3';
  const child = spawn(program, ['-m', name], { env: { ...process.env, ...environment } });
  let output = '';
  let answer: (line: string) => void = () => {};
  createInterface({ input: child.stdout }).on('line', line => {
    if (line.startsWith(RESULT)) {
      answer(line.slice(RESULT.length));
    } else {
      output += `${line}\n`;
    }
  });
  // It may end before it has read everything; its end says so.
  child.stdin.on('error', () => {});
  child.stderr.on('data', chunk => (output += String(chunk)));
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return {
    async run(...words) {
      const answered = new Promise<string>(resolve => (answer = resolve));
      child.stdin.write(`${words.join(' ')}\n`);
      const ending = ended.then(code => {
        throw new Error(`${name} ended with ${code}:\n${output}`);
      });
      return JSON.parse(await Promise.race([answered, ending])) as Record<string, unknown>;
    },
    async end() {
      child.stdin.end();
      await ended;
    }
  };
}
