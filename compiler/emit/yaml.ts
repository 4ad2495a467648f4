import { stringify } from 'yaml';

/** YAML of plain data: no anchors, no folded lines, so that equal data is equal text in any version of a tool. */
export function stableYaml(data: unknown): string {
  return stringify(data, { aliasDuplicateObjects: false, lineWidth: 0 });
}
