import { PassThrough } from 'node:stream';
import { ALIVE_EVERY_SECONDS, type EventName } from '@/lib/contracts/words/events';
import { ServiceError } from '@/lib/server/errors';
import { spreadRetrySeconds } from '@/lib/server/request/retry-after';

type Stream = { caller: string; session: string; out: PassThrough };

type Options = {
  /** Returns those of these sessions that have ended. */
  endedSessions: (sessions: readonly string[]) => Promise<ReadonlySet<string>>;
  /** The most streams of this process. */
  most: number;
  /**
   * A browser has one. If there is one too many, the oldest ends: a laptop that slept leaves streams that
   * nobody reads.
   */
  mostPerCaller: number;
  aliveEveryMs?: number;
};

/** An event has about fifty bytes, so a reader with this much unread has stopped reading. */
const MOST_UNREAD_BYTES = 16 * 1024;

/** The browsers with an open stream, and the events for them. A session that has ended only gets that message. */
export function createEventStreams(options: Options) {
  const { endedSessions, most, mostPerCaller, aliveEveryMs = ALIVE_EVERY_SECONDS * 1_000 } = options;
  const streams = new Set<Stream>();
  let isClosed = false;

  function send({ out }: Stream, name: EventName, at: Date): void {
    if (out.readableLength > MOST_UNREAD_BYTES) out.destroy();
    else out.write(`event: ${name}\ndata: ${at.toISOString()}\n\n`);
  }

  function end(stream: Stream, why: EventName): void {
    streams.delete(stream);
    send(stream, why, new Date());
    stream.out.end();
  }

  async function announce(name: EventName, at = new Date()): Promise<void> {
    if (streams.size === 0) return;
    const sessions = [...new Set([...streams].map(({ session }) => session))];
    // While the database does not answer, no session is known to have ended.
    const ended = await endedSessions(sessions).catch(() => new Set<string>());
    for (const stream of streams) {
      if (ended.has(stream.session)) end(stream, 'signedOut');
      else send(stream, name, at);
    }
  }

  const timer = setInterval(() => announce('alive'), aliveEveryMs);
  timer.unref();

  /** Opens a stream; its first event is the time of the last change. */
  function open(who: Pick<Stream, 'caller' | 'session'>, changedAt: Date): PassThrough {
    const own = [...streams].filter(({ caller }) => caller === who.caller);
    for (const oldest of own.slice(0, Math.max(0, own.length + 1 - mostPerCaller))) end(oldest, 'crowded');
    if (isClosed || streams.size >= most)
      throw new ServiceError(
        'unavailable',
        'Too many streams of events are open at the moment: try again later',
        {
          retryAfterSeconds: spreadRetrySeconds(),
        },
      );
    const stream = { ...who, out: new PassThrough() };
    streams.add(stream);
    stream.out.once('close', () => streams.delete(stream));
    send(stream, 'changed', changedAt);
    return stream.out;
  }

  return {
    open,
    tellChanged: (at: Date) => void announce('changed', at),
    count: () => streams.size,
    close: () => {
      isClosed = true;
      clearInterval(timer);
      for (const { out } of streams) out.end();
      streams.clear();
    },
  };
}
