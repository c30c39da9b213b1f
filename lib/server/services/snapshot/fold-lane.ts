import type { Delivery } from './decide';

type Waiting = { delivery: Delivery; isAnswered: () => boolean };

/**
 * Hosts with requests in this lane. A fold of 2,400 receipts takes about 0.15 s, and each request is answered
 * within ten seconds.
 */
const MOST_HOSTS = 20;

type Lane<T> = {
  /** Removes as many requests as are written together. */
  take: (queue: T[]) => T[];
  write: (ofHost: T[]) => Promise<void>;
  /** Answers the requests that are still unanswered after writing them threw. */
  failed: (batch: readonly T[], error: unknown) => void;
  /** Whether a request of this host is under way in another batch: its row is locked until that ends. */
  isElsewhere: (hostId: string) => boolean;
  /** Called with the requests that are no longer held here, because they were written or already answered. */
  onDone: (batch: readonly T[]) => void;
};

/**
 * Requests of hosts whose histories take long to fold, one host at a time. Later requests of such a host wait
 * here too: they are folded together, and in another batch they would wait for its row.
 */
export function createFoldLane<T extends Waiting>(lane: Lane<T>) {
  const { take, write, failed, isElsewhere, onDone } = lane;
  const hosts = new Map<string, T[]>();
  let current: string | null = null;
  let underWay: readonly T[] = [];

  function begin(hostId: string): void {
    const ofHost = hosts.get(hostId) ?? [];
    // A request answered before its turn has no caller any more: its host sends it again.
    const answered = ofHost.filter((one) => one.isAnswered());
    const rest = ofHost.filter((one) => !one.isAnswered());
    const batch = take(rest);
    hosts.delete(hostId);
    // The host's next turn comes after the other hosts.
    if (rest.length > 0) hosts.set(hostId, rest);
    current = hostId;
    underWay = batch;
    void writeAll(batch, [...answered, ...batch]);
  }

  async function writeAll(batch: T[], done: readonly T[]): Promise<void> {
    try {
      if (batch.length > 0) await write(batch);
    } catch (error) {
      failed(batch, error);
    } finally {
      // Done even after an error: otherwise no host would get a turn again.
      current = null;
      underWay = [];
      onDone(done);
    }
  }

  return {
    has: (hostId: string): boolean => current === hostId || hosts.has(hostId),
    /** Returns false if as many hosts wait as can be answered in time. */
    add: (one: T): boolean => {
      const { hostId } = one.delivery;
      const ofHost = hosts.get(hostId);
      if (ofHost === undefined && hosts.size >= MOST_HOSTS) return false;
      if (ofHost === undefined) hosts.set(hostId, [one]);
      else ofHost.push(one);
      return true;
    },
    pump: (): void => {
      if (current !== null) return;
      const next = [...hosts.keys()].find((hostId) => !isElsewhere(hostId));
      if (next !== undefined) begin(next);
    },
    waiting: (): number => [...hosts.values()].reduce((sum, ofHost) => sum + ofHost.length, 0),
    /**
     * What is being written, and what waits. Requests answered before their turn no longer count, even if
     * their write ends later.
     */
    held: (): (readonly T[])[] => [underWay, [...hosts.values()].flat().filter((one) => !one.isAnswered())],
    isIdle: (): boolean => current === null && hosts.size === 0,
  };
}
