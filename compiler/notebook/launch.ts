/** Magics of ours that run what follows them elsewhere, and leave nothing behind for other cells. */
const CELL_MAGIC = /^%%(?:tfjob|xgboostjob|pytorchjob|mpijob|jaxjob|trainjob|sweep|deploy)(?:\s|$)/;
const LINE_MAGIC = /^(?:\w+\s*=\s*)?%(?:pipeline|sweep|deploy)(?:\s|$)/;

/**
 * Whether a cell only launches something: a run of the pipeline, a job. Such a cell stands in the notebook for the
 * person at it; as part of a step it would launch the same again from there.
 */
export function onlyLaunches(source: string): boolean {
  const lines = source
    .replace(/\\\r?\n/g, ' ')
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'));
  const [first] = lines;
  if (first === undefined) {
    return false;
  }
  // `%%time` and its like may stand before what launches.
  const magic = lines.find(line => !/^%%(?:time|capture)(?:\s|$)/.test(line));
  return CELL_MAGIC.test(magic ?? '') || lines.every(line => LINE_MAGIC.test(line));
}
