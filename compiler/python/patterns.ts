import type { Expression, Pattern } from './ast.js';
import { Expressions } from './expressions.js';

/** The patterns of `match`. */
export abstract class Patterns extends Expressions {
  /** `patterns`: one, or a sequence without brackets. */
  protected patterns(): Pattern {
    const pattern: Pattern = { captures: [], values: [], irrefutable: false };
    const alone = this.pattern(pattern);
    const isSequence = this.at(',');
    while (this.accept(',') && !this.at(':') && !this.at('if')) {
      this.pattern(pattern);
    }
    pattern.irrefutable = alone && !isSequence;
    return pattern;
  }

  /** Reads one pattern into `found`; true when it matches anything. */
  private pattern(found: Pattern): boolean {
    if (this.accept('*')) {
      this.capture(found);
      return false;
    }
    let irrefutable = this.closedPattern(found);
    while (this.accept('|')) {
      const names = new Set(found.captures.map(name => name.id));
      const other: Pattern = { captures: [], values: [], irrefutable: false };
      irrefutable = this.closedPattern(other) || irrefutable;
      // Every alternative binds the same names.
      found.captures.push(...other.captures.filter(name => !names.has(name.id)));
      found.values.push(...other.values);
    }
    if (this.accept('as')) {
      this.capture(found);
    }
    return irrefutable;
  }

  private capture(found: Pattern): void {
    const name = this.identifier();
    if (name.id !== '_') {
      found.captures.push(name);
    }
  }

  private closedPattern(found: Pattern): boolean {
    if (this.accept('(')) {
      return this.group(found);
    }
    if (this.accept('[')) {
      this.items(found, ']', () => this.pattern(found));
      return false;
    }
    if (this.accept('{')) {
      this.items(found, '}', () => this.mappingItem(found));
      return false;
    }
    if (this.atIdentifier()) {
      return this.nameOrClass(found);
    }
    found.values.push(this.literal());
    return false;
  }

  private group(found: Pattern): boolean {
    let irrefutable = false;
    let count = 0;
    let sequence = this.at(')');
    while (!this.at(')')) {
      irrefutable = this.pattern(found);
      count++;
      sequence ||= this.at(',');
      if (!this.accept(',')) {
        break;
      }
    }
    this.expect(')');
    return !sequence && count === 1 && irrefutable;
  }

  private items(_found: Pattern, close: string, item: () => void): void {
    while (!this.at(close)) {
      item();
      if (!this.accept(',')) {
        break;
      }
    }
    this.expect(close);
  }

  private mappingItem(found: Pattern): void {
    if (this.accept('**')) {
      this.capture(found);
      return;
    }
    found.values.push(this.literal());
    this.expect(':');
    this.pattern(found);
  }

  private nameOrClass(found: Pattern): boolean {
    const isValue = ['.', '('].includes(this.peek().text);
    if (!isValue) {
      this.capture(found);
      return true;
    }
    found.values.push(this.dottedName());
    if (this.accept('(')) {
      this.items(found, ')', () => {
        if (this.atIdentifier() && this.peek().text === '=') {
          this.index += 2;
        }
        this.pattern(found);
      });
    }
    return false;
  }

  private dottedName(): Expression {
    let value: Expression = this.identifier();
    while (this.accept('.')) {
      const { line } = this;
      const attribute = this.expectType('name', 'the name of an attribute').text;
      value = { kind: 'attribute', value, attribute, line };
    }
    return value;
  }

  /** A number, string, `None`, `True`, `False`, or a dotted name as the key of a mapping. */
  private literal(): Expression {
    return this.atIdentifier() ? this.dottedName() : this.binary(4);
  }
}
