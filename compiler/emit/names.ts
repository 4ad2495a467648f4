/** A name for a pipeline from the path of its notebook: lower-case letters, digits and dashes. */
export function pipelineName(path: string): string {
  const file = path
    .split('/')
    .at(-1)!
    .replace(/\.ipynb$/, '');
  const name = file
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40);
  return name.replace(/^-+|-+$/g, '') || 'pipeline';
}
