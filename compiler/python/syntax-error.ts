/** The text is not Python. `line` counts from 1 in the parsed text. */
export class PythonSyntaxError extends Error {
  constructor(
    message: string,
    readonly line: number
  ) {
    super(message);
    this.name = 'PythonSyntaxError';
  }
}
