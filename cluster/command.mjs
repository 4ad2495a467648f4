/** How every command of the launcher ends when something is wrong. */
import { ClearError, codeOf, messageOf } from './errors.mjs';

/**
 * Runs a command to its end. What the person at the terminal can act on is said in one sentence; anything else is a
 * fault of ours and shows where it happened. Exit code 2 is for wrong options, 1 for everything else.
 * @param {() => Promise<void>} main
 * @param {string} [usage] printed after the sentence about a wrong option
 */
export function runCommand(main, usage) {
  main().catch(error => {
    const isUsage = codeOf(error)?.startsWith('ERR_PARSE_ARGS');
    const isClear = error instanceof ClearError || isUsage;
    const help = isUsage && usage ? `\n${usage}` : '';
    process.stderr.write(`${isClear ? messageOf(error) : (error.stack ?? error)}\n${help}`);
    process.exitCode = isUsage ? 2 : 1;
  });
}
