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
  /** Takes the next piece of the stream and returns the events that it completes. */
  push(text: string): SseEvent[] {
    const events: SseEvent[] = [];
    this._rest += text;
    let line: string | null;
    while ((line = this._nextLine()) !== null) {
      const event = this._line(line);
      if (event) {
        events.push(event);
      }
    }
    return events;
  }

  private _nextLine(): string | null {
    const end = this._rest.search(/[\r\n]/);
    if (end < 0) {
      return null;
    }
    const isReturn = this._rest[end] === '\r';
    if (isReturn && end === this._rest.length - 1) {
      // The line feed that belongs to this return may be in the next piece.
      return null;
    }
    const line = this._rest.slice(0, end);
    this._rest = this._rest.slice(isReturn && this._rest[end + 1] === '\n' ? end + 2 : end + 1);
    return line;
  }

  private _line(line: string): SseEvent | null {
    if (line === '') {
      return this._dispatch();
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') {
      this._event = value;
    } else if (field === 'data') {
      this._data.push(value);
    }
    return null;
  }

  private _dispatch(): SseEvent | null {
    const event =
      this._data.length > 0
        ? { event: this._event || 'message', data: this._data.join('\n') }
        : null;
    this._event = '';
    this._data = [];
    return event;
  }

  private _rest = '';
  private _event = '';
  private _data: string[] = [];
}
