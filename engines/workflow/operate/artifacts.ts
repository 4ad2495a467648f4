import type { WorkflowArtifact } from '@kubeflow-lab/resources';

import { valueOf } from '../expression/index.js';
import type { Value } from '../expression/index.js';
import { artifactFrom } from '../text/lookups.js';
import { UnresolvedError, resolved } from '../text/substitute.js';
import type { CallScope } from './inputs.js';

/** Where an artifact lies that is named by `from` or `fromExpression`. Throws UnresolvedError. */
export function artifactOf(
  { name, from, fromExpression }: WorkflowArtifact,
  scope: CallScope
): WorkflowArtifact {
  return fromExpression === undefined
    ? artifactFrom(from ?? '', scope.inputs, scope.find, scope.prefix)
    : chosen(name, fromExpression, scope);
}

/** An expression may choose among artifacts. Only those of the branch that it takes have to be there. */
function chosen(name: string, source: string, scope: CallScope): WorkflowArtifact {
  const { lookup, inputs, find, prefix } = scope;
  const value = resolved(`The artifact ${name}`, () =>
    valueOf(source, path =>
      /^(?:inputs|[^.]+\.[^.]+\.outputs)\.artifacts\.[^.]+$/.test(path)
        ? (artifactFrom(`{{${path}}}`, inputs, find, prefix) as unknown as Value)
        : lookup(path)
    )
  );
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UnresolvedError(`The artifact ${name}: its expression names no artifact.`);
  }
  return value as unknown as WorkflowArtifact;
}
