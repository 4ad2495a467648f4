/** One event of a `text/event-stream`; `event` is `message` where the stream names none. */
export interface SseEvent {
  event: string;
  data: string;
}

/**
 * An incremental parser of server-sent events (WHATWG HTML, "Server-sent events").
 *
 * Text may be cut anywhere, also between the two characters of a line end. Comments, `id` and
 * `retry` are passed over: a reconnect begins with snapshots, so no position is kept.
 */
export class SseParser {
  /** Takes the next piece of the stream and returns the events that it completes, in order. */
  push(text: string): SseEvent[] {
    const piece = this.held + text;
    // A return at the very end may be the first half of a line end: it waits for the next piece.
    this.held = piece.endsWith('\r') ? '\r' : '';
    const lines = (this.held ? piece.slice(0, -1) : piece).split(/\r\n|\n|\r/);
    // Only what is new is searched for line ends: a snapshot is one very long line in many pieces.
    lines[0] = this.rest + lines[0];
    this.rest = lines.pop()!;
    return lines.flatMap(line => this.line(line));
  }

  private line(line: string): SseEvent[] {
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

  private dispatch(): SseEvent[] {
    const complete = { event: this.event || 'message', data: this.data.join('\n') };
    const any = this.data.length > 0;
    this.event = '';
    this.data = [];
    return any ? [complete] : [];
  }

  private held = '';
  private rest = '';
  private event = '';
  private data: string[] = [];
}
