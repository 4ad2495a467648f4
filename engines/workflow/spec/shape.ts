import type { Shape } from './fields.js';

/** Takes what is wrong: the field's path, and how the sentence goes on after it. */
export type Report = (path: string, message: string) => void;

/** Reports every field that a shape does not have, wherever it stands. */
export function checkFields(value: unknown, shape: Shape, path: string, report: Report): void {
  if (shape === true || value === undefined || value === null) {
    return;
  }
  if (Array.isArray(shape)) {
    if (!Array.isArray(value)) {
      report(path, 'must be a list');
      return;
    }
    value.forEach((item, index) =>
      checkFields(item, shape[0] as Shape, `${path}[${index}]`, report)
    );
    return;
  }
  if (typeof value !== 'object' || Array.isArray(value)) {
    report(path, 'must hold fields');
    return;
  }
  const fields = shape as Record<string, Shape>;
  for (const [field, content] of Object.entries(value)) {
    if (!Object.hasOwn(fields, field)) {
      report(`${path}.${field}`, 'is not supported by the embedded engine');
    } else {
      checkFields(content, fields[field], `${path}.${field}`, report);
    }
  }
}
