/** What the artifacts of a step's template are called that bring and take its variables. */

export function inputName(variable: string): string {
  return `input-${artifactName(variable)}`;
}

export function outputName(variable: string): string {
  return `output-${artifactName(variable)}`;
}

/** Argo's names are of ASCII letters, digits, `_` and `-`; Python's may have other letters. */
function artifactName(variable: string): string {
  return variable.replace(
    /[^A-Za-z0-9_]/gu,
    character => `-${character.codePointAt(0)!.toString(16)}-`
  );
}
