import type { Query } from '@tanstack/react-query';
import { textAt } from './text-at';

/** When answers were given by the server's clock, which this browser's may be far from. */
export function makeAnswerTimes() {
  /**
   * How far this browser's clock is ahead of the server's. An answer was given after it was asked for and before it came: what
   * was known is corrected by no more than that asks for, so that an answer that was long on its way is as fresh as it is,
   * whether the server took its time before it or the network after it.
   */
  let aheadMs: number | null = null;
  const askedMs = new WeakMap<Query, number>();
  /** When answers were asked for, by the server’s clock as it was known then. */
  const givenMs = new WeakMap<Query, { updatedAt: number; ms: number }>();

  const serverMs = () => Date.now() - (aheadMs ?? 0);

  function askedAtIn(query: Query): string | null {
    const { data, dataUpdatedAt } = query.state;
    if (data === undefined) return null;
    const given = givenMs.get(query);
    // What a page brings along was put into it by the server.
    return new Date(given?.updatedAt === dataUpdatedAt ? given.ms : dataUpdatedAt).toISOString();
  }

  const asOfIn = (query: Query) => textAt(query.state.data, 'asOf') ?? askedAtIn(query);

  /** Notes when an answer is of that came; false where nobody saw this page ask for it, as it does before anything is drawn. */
  function noteAnswer(query: Query): boolean {
    const { dataUpdatedAt } = query.state;
    const asked = askedMs.get(query);
    givenMs.set(query, { updatedAt: dataUpdatedAt, ms: (asked ?? dataUpdatedAt) - (aheadMs ?? 0) });
    return asked !== undefined;
  }

  /** Learns what the time is from an answer of now. */
  function learnFrom(query: Query): void {
    const asked = askedMs.get(query);
    const said = textAt(query.state.data, 'asOf');
    if (said === null || asked === undefined) return;
    const [least, most] = [asked - Date.parse(said), Date.now() - Date.parse(said)];
    aheadMs = Math.min(Math.max(aheadMs ?? least, least), most);
  }

  return {
    serverMs,
    asOfIn,
    askedAtIn,
    noteAnswer,
    learnFrom,
    /** The page itself is the first answer: it came just now. */
    assumeJustGiven: (asOf: string) => {
      aheadMs ??= Date.now() - Date.parse(asOf);
    },
    noteAsked: (query: Query) => void askedMs.set(query, Date.now()),
    wasAskedWithin: (query: Query, ms: number) => (askedMs.get(query) ?? 0) >= Date.now() - ms,
  };
}
