export interface StreamEvent {
  event: string;
  data: string;
}

/**
 * Decodes `text/event-stream` piece by piece (WHATWG HTML, "Server-sent events"; without `id` and `retry`,
 * which the platform does not send). Pieces may end anywhere, also inside a line end.
 */
export class SseDecoder {
  private rest = '';
  private event = '';
  private data: string[] = [];

  /** The events that `text` completes, in order. */
  push(text: string): StreamEvent[] {
    const buffer = this.rest + text;
    // A carriage return at the very end may be the first half of CR LF: it waits for the next piece.
    const whole = buffer.endsWith('\r') ? buffer.slice(0, -1) : buffer;
    const held = buffer.slice(whole.length);
    const lines = whole.split(/\r\n|\n|\r/);
    this.rest = (lines.pop() ?? '') + held;
    return lines.flatMap(line => this.line(line));
  }

  private line(line: string): StreamEvent[] {
    if (line === '') {
      return this.dispatch();
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') {
      this.event = value;
    } else if (field === 'data') {
      this.data.push(value);
    }
    return [];
  }

  private dispatch(): StreamEvent[] {
    const complete = { event: this.event || 'message', data: this.data.join('\n') };
    const any = this.data.length > 0;
    this.event = '';
    this.data = [];
    return any ? [complete] : [];
  }
}
