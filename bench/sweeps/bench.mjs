/** Sweeps: what their pictures cost the browser, how long the next values take, and what a trial costs beside its pod. */
import { measureOverhead } from './overhead.mjs';
import { measurePictures } from './pictures.mjs';
import { measureSuggestions } from './suggestions.mjs';

/**
 * @param {{runs?: string, python?: string, port?: string, platform?: string, drawing?: true}} options `platform`: the file that
 *   `npm start -- --json FILE` wrote, whose platform is measured; `python`: an interpreter with the extra `suggestion` of our package;
 *   left out: KUBEFLOW_LAB_PYTHON, or python3; with `drawing` the browser alone
 * @param {(text: string) => void} note
 * @returns {Promise<{parameters: object, figures: import('../report.mjs').Figure[]}>}
 */
export async function measure(options, note) {
  const runs = Number(options.runs ?? 5);
  if (options.drawing) {
    return { parameters: { runs }, figures: await measurePictures(runs, note) };
  }
  const python = options.python ?? process.env.KUBEFLOW_LAB_PYTHON ?? 'python3';
  const suggestions = await measureSuggestions(python, runs, note);
  const pictures = await measurePictures(runs, note);
  const overhead = await measureOverhead(options, runs, note);
  return { parameters: { runs }, figures: [...overhead, ...suggestions, ...pictures] };
}
