import type { LiveEvent } from '@/lib/client/event-stream';

/** Stands in for the browser's, which knows no other clock than its own: what happens to each is said by hand. */
export class Source extends EventTarget {
  static opened: Source[] = [];
  isClosed = false;
  constructor(readonly address: string) {
    super();
    Source.opened.push(this);
  }
  close(): void {
    this.isClosed = true;
  }
  say(name: LiveEvent['name'], at = '2026-11-28T09:00:00.000Z'): void {
    this.dispatchEvent(new MessageEvent(name, { data: at }));
  }
  fail(): void {
    this.dispatchEvent(new Event('error'));
  }
}
