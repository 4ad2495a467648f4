/** What a cell is in a pipeline, as its tags say in Kale's grammar. Tags of others are left as they are. */
export type CellRole =
  | { kind: 'none' | 'imports' | 'functions' | 'parameters' | 'metrics' | 'skip' }
  | { kind: 'step'; name: string; after: string[] };

const TAG_OF = {
  imports: 'imports',
  functions: 'functions',
  parameters: 'pipeline-parameters',
  metrics: 'pipeline-metrics',
  skip: 'skip'
} as const;

/** Every tag that says what a cell is, or after which step it comes; limits and images of a step stay. */
const OURS =
  /^(?:imports|functions|parameters|pipeline-parameters|pipeline-metrics|skip|(?:step|block|prev):.*)$/;

/** The role that tags say; the first of several. */
export function roleOf(tags: readonly string[]): CellRole {
  const step = tags.find(tag => /^(?:step|block):./.test(tag));
  for (const [kind, tag] of Object.entries(TAG_OF) as [keyof typeof TAG_OF, string][]) {
    if (tags.includes(tag) || (kind === 'parameters' && tags.includes('parameters'))) {
      return { kind };
    }
  }
  if (step === undefined) {
    return { kind: 'none' };
  }
  const after = tags.filter(tag => tag.startsWith('prev:')).map(tag => tag.slice('prev:'.length));
  return { kind: 'step', name: step.slice(step.indexOf(':') + 1), after };
}

/** The tags of a cell with another role; the order of the others is kept. */
export function withRole(tags: readonly string[], role: CellRole): string[] {
  const others = tags.filter(tag => !OURS.test(tag));
  switch (role.kind) {
    case 'none':
      return others;
    case 'step':
      return [...others, `step:${role.name}`, ...role.after.map(name => `prev:${name}`)];
    default:
      return [...others, TAG_OF[role.kind]];
  }
}
