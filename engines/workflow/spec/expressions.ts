import { ExpressionError, checkExpression } from '../expression/index.js';
import { expressionsIn } from '../text/substitute.js';
import type { Report } from './shape.js';

/** Every expression `{{=…}}` has to be one that can be read. */
export function checkExpressions(value: unknown, path: string, report: Report): void {
  if (typeof value === 'string') {
    expressionsIn(value).forEach(source => checkExpressionAt(source, path, report));
  } else if (Array.isArray(value)) {
    value.forEach((item, index) => checkExpressions(item, `${path}[${index}]`, report));
  } else if (typeof value === 'object' && value !== null) {
    Object.entries(value).forEach(([key, item]) =>
      checkExpressions(item, `${path}.${key}`, report)
    );
  }
}

/** Reports what is wrong with an expression. */
export function checkExpressionAt(source: unknown, path: string, report: Report): void {
  if (source === undefined || source === '') {
    return;
  }
  try {
    checkExpression(String(source));
  } catch (error) {
    if (!(error instanceof ExpressionError)) {
      throw error;
    }
    report(path, `holds an expression that the embedded engine does not run: ${error.message}`);
  }
}
