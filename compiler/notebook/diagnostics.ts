import type { Diagnostic, DiagnosticCode, Severity } from '../types.js';

/** Collects what a person should know, each thing once. */
export class Diagnostics {
  readonly list: Diagnostic[] = [];
  private readonly seen = new Set<string>();

  add(
    severity: Severity,
    code: DiagnosticCode,
    message: string,
    cell: string | null,
    line: number | null = null
  ): void {
    const key = [code, cell, line, message].join('\n');
    if (!this.seen.has(key)) {
      this.seen.add(key);
      this.list.push({ severity, code, message, cell, line });
    }
  }

  error(
    code: DiagnosticCode,
    message: string,
    cell: string | null,
    line: number | null = null
  ): void {
    this.add('error', code, message, cell, line);
  }

  warning(
    code: DiagnosticCode,
    message: string,
    cell: string | null,
    line: number | null = null
  ): void {
    this.add('warning', code, message, cell, line);
  }
}

/** `a`, `b` and `c`. */
export function listed(names: readonly string[]): string {
  const quoted = names.map(name => `\`${name}\``);
  const last = quoted.at(-1) ?? '';
  return quoted.length < 2 ? last : `${quoted.slice(0, -1).join(', ')} and ${last}`;
}
