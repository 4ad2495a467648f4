/** Why a text is no YAML: the parser's findings, in words for somebody who types it. */
import type { ErrorCode, LineCounter, YAMLParseError } from 'yaml';

/** In English until they are drawn. */
const SENTENCES: Record<ErrorCode, string> = {
  ALIAS_PROPS: 'An alias, such as *name, cannot have a tag or an anchor.',
  BAD_ALIAS: 'An anchor or an alias needs a name that does not end with a colon.',
  BAD_COLLECTION_TYPE: 'The tag does not go with what stands after it.',
  BAD_DIRECTIVE: 'A line that begins with % is not understood here.',
  BAD_DQ_ESCAPE:
    'In double quotes \\ begins a special character, and this is none; write \\\\ for \\ itself.',
  BAD_INDENT: 'This is not indented as what it belongs to, or a bracket before it is not closed.',
  BAD_PROP_ORDER: 'An anchor or a tag must stand after the sign before a value, not before it.',
  BAD_SCALAR_START: 'A text cannot begin with this character; put it in quotes.',
  BLOCK_AS_IMPLICIT_KEY: 'A field stands on the line of another one; give each its own line.',
  BLOCK_IN_FLOW: 'Between brackets or braces entries are told apart by commas, not by indentation.',
  DUPLICATE_KEY: 'This field is there twice.',
  IMPOSSIBLE: 'This cannot be read as YAML.',
  KEY_OVER_1024_CHARS: 'The name of a field can have 1024 characters at most.',
  MISSING_CHAR:
    'Something is missing here: a quote, a bracket, a comma, a colon, or a space after one.',
  MULTILINE_IMPLICIT_KEY: 'The name of a field must stand on one line, with its colon.',
  MULTIPLE_ANCHORS: 'A value can have one anchor at most.',
  MULTIPLE_DOCS: 'There can be one object only; take away the line with the three dashes.',
  MULTIPLE_TAGS: 'A value can have one tag at most.',
  NON_STRING_KEY: 'The name of a field must be a text.',
  RESOURCE_EXHAUSTION: 'This is nested too deeply.',
  TAB_AS_INDENT: 'Tabs cannot indent; use spaces.',
  TAG_RESOLVE_FAILED: 'This tag is not known, or does not go with its value.',
  UNEXPECTED_TOKEN: 'This cannot stand here.'
};

export interface YamlProblem {
  /** Both from 1 on. */
  line: number;
  column: number;
  reason: string;
}

export function yamlProblem({ code, pos }: YAMLParseError, lines: LineCounter): YamlProblem {
  const { line, col } = lines.linePos(pos[0]);
  return { line, column: col, reason: SENTENCES[code] };
}

/** Why the aliases of a text that can be parsed cannot be followed; `error` is what the parser threw. */
export function aliasProblem(error: unknown): string {
  const [, name] = /^Unresolved alias .*: (.*)$/.exec((error as Error).message) ?? [];
  return name === undefined
    ? 'The aliases would make it far too large.'
    : `The alias *${name} needs an anchor &${name} before it.`;
}
