/** What objects have beside their form, told in names. */
import type { KeyedPatch } from '../common/keyed-patch.js';
import { plainText } from '../common/text.js';
import type { Beyond } from './manifest.js';

/** Something that is in the YAML alone: of a kind that people have a word for, or a field. */
export interface BeyondPart {
  kind: 'container' | 'initContainer' | 'volume' | 'variable' | 'label' | 'annotation' | 'field';
  /** A name; of a label its value, too, as `team=a`; of a field its path, as `spec.template.spec.nodeSelector`. */
  name: string;
}

const LIST_KINDS: Readonly<Record<string, BeyondPart['kind']>> = {
  'spec.template.spec.containers': 'container',
  'spec.template.spec.initContainers': 'initContainer',
  'spec.template.spec.volumes': 'volume',
  'spec.template.spec.containers[{notebook-name}].env': 'variable'
};
const FIELD_KINDS: Readonly<Record<string, BeyondPart['kind']>> = {
  'metadata.labels': 'label',
  'metadata.annotations': 'annotation'
};

/** The parts in the order of the object; what was only changed or taken away is a field. */
export function beyondParts({ notebook, claims }: Beyond): BeyondPart[] {
  return [
    ...(notebook === null ? [] : parts(notebook, '')),
    ...Object.entries(claims).flatMap(([mount, patch]) =>
      parts(patch, '').map(({ name }) => ({ kind: 'field' as const, name: `${mount}: ${name}` }))
    )
  ];
}

function parts(patch: KeyedPatch, path: string): BeyondPart[] {
  if ('fields' in patch) {
    return Object.entries(patch.fields).flatMap(([field, change]) => {
      const kind = FIELD_KINDS[path];
      return kind !== undefined && 'set' in change
        ? [{ kind, name: plainText(`${field}=${String(change.set)}`, 120) }]
        : parts(change, path === '' ? field : `${path}.${field}`);
    });
  }
  if ('items' in patch) {
    return Object.entries(patch.items).flatMap(([key, change]) => {
      const kind = LIST_KINDS[path];
      return kind !== undefined && 'set' in change
        ? [{ kind, name: plainText(key, 120) }]
        : parts(change, `${path}[${key}]`);
    });
  }
  return [{ kind: 'field', name: plainText(path.replace('[{notebook-name}]', '[0]'), 160) }];
}
