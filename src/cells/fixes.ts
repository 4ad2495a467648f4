import type { TranslationBundle } from '@jupyterlab/translation';
import {
  STEP_NAME,
  previousOf,
  withNeeds,
  withPrevious,
  type Diagnostic,
  type DiagnosticCode,
  type Graph,
  type NeedingCell
} from '@kubeflow-lab/compiler';

import { roleOf, withRole } from './role';

/** A code cell of the notebook, as far as the pipeline reads it. */
export interface PipelineCell extends NeedingCell {
  id: string;
}

/** What mends a problem: changes of cells, made as one edit. */
export interface Fix {
  /** What is done, as a button says it. */
  label: string;
  changes: { id: string; cell: Partial<NeedingCell> }[];
}

interface Case {
  diagnostic: Diagnostic;
  /** What stands between backticks in the message. */
  names: string[];
  /** The cell that the problem stands at. */
  cell: PipelineCell | undefined;
  cells: readonly PipelineCell[];
  graph: Graph;
  trans: TranslationBundle;
}

const FIXES: Partial<Record<DiagnosticCode, (found: Case) => Fix | null>> = {
  'invalid-tag': removeTag,
  'invalid-step-name': renameStep,
  'unknown-step': forgetStep,
  'undefined-name': provideName,
  'ambiguous-producer': orderSteps,
  'conflicting-step': keepLine,
  'ignored-setting': removeNeeds,
  'invalid-settings': removeSetting
};

/** What would mend a problem without a decision that only its author can make; null where nothing would. */
export function fixFor(
  diagnostic: Diagnostic,
  cells: readonly PipelineCell[],
  graph: Graph,
  trans: TranslationBundle
): Fix | null {
  const names = [...diagnostic.message.matchAll(/`([^`]*)`/g)].map(([, name]) => name);
  const cell = cells.find(({ id }) => id === diagnostic.cell);
  return FIXES[diagnostic.code]?.({ diagnostic, names, cell, cells, graph, trans }) ?? null;
}

function removeTag({ cell, names: [tag], trans }: Case): Fix | null {
  return cell?.tags.includes(tag)
    ? {
        label: trans.__('Remove the tag'),
        changes: [{ id: cell.id, cell: { tags: cell.tags.filter(other => other !== tag) } }]
      }
    : null;
}

/** The name as a step may have it, in every cell that names it. */
function renameStep({ cell, names: [wrong], cells, graph, trans }: Case): Fix | null {
  const name = (wrong ?? '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .replace(/^(?=\d)/, 'step_');
  if (!cell || !STEP_NAME.test(name) || graph.steps.some(step => step.name === name)) {
    return null;
  }
  const changes = cells.flatMap(one => {
    const tags = one.tags.map(tag => {
      const [, prefix, rest] = /^(step|block|prev):(.*)$/s.exec(tag) ?? [];
      return rest === wrong ? `${prefix}:${name}` : tag;
    });
    const source = one.source.replace(/^(\s*%%step[ \t]+)(\S+)/, (line, head: string, word) =>
      word === wrong ? head + name : line
    );
    const isChanged = source !== one.source || tags.some((tag, index) => tag !== one.tags[index]);
    return isChanged ? [{ id: one.id, cell: { tags, source } }] : [];
  });
  return changes.length > 0 ? { label: trans.__('Call it %1', name), changes } : null;
}

function forgetStep({ cell, names: [, missing], trans }: Case): Fix | null {
  if (!cell || !previousOf(cell).includes(missing)) {
    return null;
  }
  const { source, tags } = withPrevious(
    cell,
    previousOf(cell).filter(name => name !== missing)
  );
  return {
    label: trans.__('Do not wait for %1', missing),
    changes: [{ id: cell.id, cell: { source, tags } }]
  };
}

/** A step that has the name is run before; or a cell that nobody said anything about, and that defines it, joins in. */
function provideName(found: Case): Fix | null {
  const { names, cells, graph, trans } = found;
  const [step, name, later] = names;
  if (names.length === 3 && graph.steps.some(one => one.name === later)) {
    return runAfter(found, step, later);
  }
  const wanted = names.length === 1 ? step : name;
  const belongs = new Set(graph.steps.flatMap(one => one.cells));
  const definer = cells.find(
    ({ id, tags, source }) =>
      !belongs.has(id) && roleOf(tags).kind === 'none' && definedIn(source, wanted)
  );
  if (!definer) {
    return null;
  }
  const kind = definedIn(definer.source, wanted)!;
  return {
    label:
      kind === 'imports'
        ? trans.__('Import %1 in every step', wanted)
        : trans.__('Give %1 to every step', wanted),
    changes: [{ id: definer.id, cell: { tags: withRole(definer.tags, { kind }) } }]
  };
}

/** How a cell makes a name that every step may have: by an import, or as a function or class. */
function definedIn(source: string, name: string): 'imports' | 'functions' | null {
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) {
    return null;
  }
  const word = `(?<![\\w.])${name}(?!\\w)`;
  if (
    new RegExp(`^(?:import|from)\\s[^\\n]*${word}|^from [^\\n]*\\([^)]*${word}`, 'mu').test(source)
  ) {
    return 'imports';
  }
  return new RegExp(`^(?:async\\s+)?(?:def|class)\\s+${name}\\b`, 'mu').test(source)
    ? 'functions'
    : null;
}

function orderSteps(found: Case): Fix | null {
  const [, , first, second] = found.names;
  return first !== undefined && second !== undefined ? runAfter(found, second, first) : null;
}

/** `later` after `first`, unless that would close a circle. */
function runAfter({ cells, graph, trans }: Case, later: string, first: string): Fix | null {
  const start = graph.steps.find(({ name }) => name === later)?.cells[0];
  const cell = cells.find(({ id }) => id === start);
  if (!cell || isBefore(graph, later, first) || !graph.steps.some(({ name }) => name === first)) {
    return null;
  }
  const { source, tags } = withPrevious(cell, [...previousOf(cell), first]);
  return {
    label: trans.__('Run %1 after %2', later, first),
    changes: [{ id: cell.id, cell: { source, tags } }]
  };
}

/** Whether `step` waits for `other`, directly or not. */
function isBefore(graph: Graph, other: string, step: string): boolean {
  const waiting = [step];
  const seen = new Set<string>();
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (name === other) {
      return true;
    }
    if (!seen.has(name)) {
      seen.add(name);
      waiting.push(...(graph.steps.find(one => one.name === name)?.dependsOn ?? []));
    }
  }
  return false;
}

/** Tags that say the same as a `%%step` line can go. */
function keepLine({ cell, trans }: Case): Fix | null {
  const tags =
    cell && withRole(cell.tags, { kind: 'none' }).filter(tag => !/^(?:limit|image):/.test(tag));
  return cell && tags && tags.length < cell.tags.length
    ? { label: trans.__('Keep the %1 line', '%%step'), changes: [{ id: cell.id, cell: { tags } }] }
    : null;
}

function removeNeeds({ cell, trans }: Case): Fix | null {
  if (!cell) {
    return null;
  }
  const changed = withPrevious(withNeeds(cell, { limits: {}, settings: {} }), []);
  return JSON.stringify(changed) === JSON.stringify(withoutId(cell))
    ? null
    : { label: trans.__('Remove it here'), changes: [{ id: cell.id, cell: changed }] };
}

function withoutId({ source, tags, additions }: PipelineCell): NeedingCell {
  return { source, tags, additions };
}

function removeSetting({ cell, names: [key], trans }: Case): Fix | null {
  const additions = cell?.additions;
  if (typeof additions !== 'object' || additions === null || !Object.hasOwn(additions, key)) {
    return null;
  }
  const others = Object.entries(additions).filter(([name]) => name !== key);
  const left = others.length > 0 ? Object.fromEntries(others) : undefined;
  return {
    label: trans.__('Remove the setting %1', key),
    changes: [{ id: cell!.id, cell: { additions: left } }]
  };
}
