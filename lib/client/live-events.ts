import { type LiveEvent, readEvents } from './event-stream';

/** One word for the lock and the channel of all pages of this browser. */
const NAME = 'gf-events';

type Options = {
  /** Everything on screen is to be asked for again. */
  onChanged: () => void;
  /** The same where something on screen is older than this. */
  onChangedAt: (at: string) => void;
  /** Anything on screen is to be asked for: the answer leads somebody to sign in whose session has ended, or says that the server is away. */
  onDoubt: () => void;
};

const isSeen = () => document.visibilityState === 'visible';

/**
 * Says when something of the fleet has changed. Of all pages of this browser that are seen, one has a stream open and tells
 * the others, since a browser has few connections to one server. A page that nobody sees has none, and learns what it missed
 * when it is seen.
 */
export function followEvents({ onChanged, onChangedAt, onDoubt }: Options): () => void {
  const ending = new AbortController();
  const channel = new BroadcastChannel(NAME);
  let unseen = new AbortController();
  let hasMissed = false;

  function hear({ name, at, isFirst }: LiveEvent): void {
    if (name === 'alive' || name === 'crowded') return;
    if (!isSeen()) hasMissed = true;
    else if (isFirst) onChangedAt(at);
    else if (name === 'changed') onChanged();
    else onDoubt();
  }

  /** The first of a connection too: what happened before it stood has been missed by all pages, not by this one alone. */
  function announce(event: LiveEvent): void {
    hear(event);
    channel.postMessage(event);
  }

  function look(): void {
    unseen.abort();
    if (ending.signal.aborted || !isSeen()) return;
    if (hasMissed) onChanged();
    hasMissed = false;
    unseen = new AbortController();
    whileAlone((signal) => readEvents(announce, signal), unseen.signal);
  }

  channel.addEventListener('message', ({ data }: MessageEvent<LiveEvent>) => hear(data));
  document.addEventListener('visibilitychange', look, { signal: ending.signal });
  look();
  return () => {
    ending.abort();
    unseen.abort();
    channel.close();
  };
}

/** Runs until `signal` ends it, and only while no other page of this browser runs it. */
function whileAlone(act: (signal: AbortSignal) => void, signal: AbortSignal): void {
  const hold = () =>
    new Promise<void>((resolve) => {
      if (signal.aborted) return resolve();
      signal.addEventListener('abort', () => resolve());
      act(signal);
    });
  // Only pages over HTTPS or of this very machine have locks. The others each do it.
  const held = 'locks' in navigator ? navigator.locks.request(NAME, { signal }, hold) : hold();
  // Refused with the signal, if it ends before this page's turn.
  held.catch(() => undefined);
}
