import { sha256 } from '@noble/hashes/sha2';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';

import type { Compilation } from '../compile.js';
import type { LinkedStep } from '../graph/link.js';
import type { CodeCell } from '../notebook/cells.js';
import type { ParameterType, Step } from '../types.js';

/** A Python file beside the notebook; `path` is relative to the notebook's folder, with `/`. */
export interface Module {
  path: string;
  source: string;
}

/** What a step runs, as it arrives in the step's container. */
export interface StepCode {
  cells: { id: string; source: string }[];
  modules: Module[];
  step: {
    name: string;
    inputs: string[];
    outputs: string[];
    metrics: string[];
    /** The types of the parameters that it uses. */
    parameters: Record<string, ParameterType>;
    /** How many of the cells come before the inputs: imports, functions, and imports of earlier steps. */
    prelude: number;
  };
}

export interface EncodedCode {
  step: string;
  code: StepCode;
  /** The exact text of code.json. */
  json: string;
  /** Lower-case hex SHA-256 of its UTF-8 bytes. */
  sha256: string;
}

/** The code of every step, in the order of the graph. The same notebook gives the same bytes. */
export function stepCodes(
  compilation: Compilation,
  modules: readonly Module[] = []
): EncodedCode[] {
  const sorted = [...modules].sort((one, other) => (one.path < other.path ? -1 : 1));
  return compilation.graph.steps.map((step, index) => {
    const code = codeOf(step, compilation.plan.steps[index]!, compilation, sorted);
    const json = JSON.stringify(code);
    return { step: step.name, code, json, sha256: sha256Of(json) };
  });
}

/** Lower-case hex SHA-256 of a text's UTF-8 bytes. */
export function sha256Of(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** Base64 of a text's UTF-8 bytes. */
export function base64Of(text: string): string {
  let binary = '';
  for (const byte of utf8ToBytes(text)) {
    binary += String.fromCharCode(byte);
  }
  return btoa(binary);
}

/** One hash for the code of all steps. */
export function codeSha256(codes: readonly EncodedCode[]): string {
  return sha256Of(codes.map(({ step, sha256: hash }) => `${step} ${hash}\n`).join(''));
}

function codeOf(
  step: Step,
  linked: LinkedStep,
  { graph, plan }: Compilation,
  modules: Module[]
): StepCode {
  const types = new Map(graph.parameters.map(({ name, type }) => [name, type]));
  const shared = [...plan.outline.prelude.map(asSent), ...linked.imports.map(importCell)];
  return {
    cells: [...shared, ...linked.outline.cells.map(asSent)],
    modules,
    step: {
      name: step.name,
      inputs: step.inputs,
      outputs: step.outputs,
      metrics: step.metrics,
      parameters: Object.fromEntries(step.parameters.map(name => [name, types.get(name)!])),
      prelude: shared.length
    }
  };
}

function asSent({ id, source }: CodeCell): { id: string; source: string } {
  return { id, source };
}

/** An import statement of another step, on the line that it has in its cell, so that an error there is found. */
function importCell({ cell, line, text }: LinkedStep['imports'][number]): {
  id: string;
  source: string;
} {
  return { id: cell, source: '#\n'.repeat(line - 1) + text };
}
