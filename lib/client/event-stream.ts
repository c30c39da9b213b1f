import { ALIVE_EVERY_SECONDS, EVENTS, EVENTS_PATH, type EventName } from '@/lib/contracts/words/events';

export type LiveEvent = {
  /** A connection that stood has been `cut`, or the tries to have it back fail: this browser says so, and no server. */
  name: EventName | 'cut';
  /** The server's clock said so; of what this browser says, when it last heard of the server. */
  at: string;
  /** What the first connection begins with: when something changed last, perhaps long ago. */
  isFirst: boolean;
};

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;
/** A lost connection is told this many times: a server that stops ends its streams first, and may still answer for a moment. */
const CUTS_TOLD = 3;
/** A connection that was cut on the way tells nobody. */
const SILENT_MS = 2.5 * ALIVE_EVERY_SECONDS * 1_000;

/** The pause grows with each try and has a random part, so that browsers that were cut off together do not return together. */
function pauseAfter(failures: number): number {
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** failures);
  return longest * (0.5 + Math.random() / 2);
}

/** Tells the server's events until `signal` ends it: over one connection after the other, with pauses that grow while none stands. */
export function readEvents(tell: (event: LiveEvent) => void, signal: AbortSignal): void {
  let failures = 0;
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** When the server last said something, until it has been told often enough that it does no more. */
  let heardAt: string | null = null;
  /** Whatever stands again is as after a change: meanwhile no answer came, or one that had waited. */
  let hasStood = false;

  function disconnect(): void {
    clearTimeout(timer);
    source?.close();
    source = undefined;
  }

  function retry(): void {
    disconnect();
    timer = setTimeout(connect, pauseAfter(failures));
    failures += 1;
    if (failures > CUTS_TOLD) heardAt = null;
    if (heardAt !== null) tell({ name: 'cut', at: heardAt, isFirst: false });
  }

  function connect(): void {
    disconnect();
    // Once the network is back, this is called again.
    if (signal.aborted || !navigator.onLine) return;
    let isFirst = true;
    source = new EventSource(EVENTS_PATH);
    source.addEventListener('error', retry);
    for (const name of EVENTS)
      source.addEventListener(name, ({ data }: MessageEvent<string>) => {
        clearTimeout(timer);
        timer = setTimeout(retry, SILENT_MS);
        failures = name === 'crowded' ? Number.POSITIVE_INFINITY : 0;
        heardAt = data;
        tell({ name, at: data, isFirst: isFirst && !hasStood });
        isFirst = false;
        hasStood = true;
        // Whoever has signed in again has loaded the page anew.
        if (name === 'signedOut') disconnect();
      });
    timer = setTimeout(retry, SILENT_MS);
  }

  window.addEventListener('online', connect, { signal });
  signal.addEventListener('abort', disconnect);
  connect();
}
