import type { SnapshotResult } from '@/lib/contracts/agent';
import { isStatementTimeout } from '@/lib/server/db/failures';
import { isServiceError } from '@/lib/server/errors';
import { grouped } from '@/lib/util/grouped';
import { type Answering, type Answers, isAway } from './answers';
import type { Delivery } from './decide';
import type { Answer } from './ingest-batch';
import type { IngestObserver } from './ingest-observer';
import { itemByItem } from './item-by-item';

/** Hosts are tried alone side by side in this many lanes, so that a slow one does not hold up the others. */
export const LANES_ALONE = 3;

const groupByHost = (batch: readonly Answering[]): Answering[][] => [
  ...grouped(batch, ({ delivery }) => delivery.hostId).values(),
];

type WritingAlone = Pick<Answers, 'answer' | 'putOff'> & {
  /** Writes deliveries in one transaction. Throws the reason if they were not written. */
  ingest: (deliveries: readonly Delivery[]) => Promise<Answer[]>;
  observer: IngestObserver;
};

/** Writes the requests of a failed batch one by one and answers each: only the one that broke it is refused. */
export function createLoneWriter({ ingest, answer, putOff, observer }: WritingAlone) {
  async function ingestOne(delivery: Delivery): Promise<SnapshotResult[]> {
    const [answered] = await ingest([delivery]);
    if (isServiceError(answered)) throw answered;
    return answered ?? [];
  }

  /**
   * A request that breaks its batch must not cost the others: each is tried alone, and only the culprit
   * fails. A host is in one lane at a time, because its requests wait for each other. Hosts with few requests
   * come before those with many.
   */
  async function hostByHost(batch: readonly Answering[]): Promise<void> {
    const rest = groupByHost(batch).sort((one, other) => one.length - other.length);
    const lane = async () => {
      for (let ofHost = rest.shift(); ofHost !== undefined; ofHost = rest.shift()) await inTurn(ofHost);
    };
    await Promise.all(Array.from({ length: LANES_ALONE }, lane));
  }

  /**
   * Once a host has taken too long, its other requests are deferred too, because the next batch waits for
   * this one.
   */
  async function inTurn(ofHost: readonly Answering[]): Promise<void> {
    let slow: unknown;
    for (const waiting of ofHost) {
      if (waiting.isAnswered()) continue;
      if (slow === undefined) slow = await alone(waiting);
      else putOff(waiting, slow);
    }
  }

  /** Returns the error of a request that was deferred because it took too long. */
  async function alone(waiting: Answering): Promise<unknown> {
    try {
      const [answered] = await ingest([waiting.delivery]);
      answer(waiting, answered ?? null);
    } catch (error) {
      if (isAway(error)) putOff(waiting, error);
      else return itsItemsAlone(waiting, error);
    }
    return undefined;
  }

  /** Like `alone`, for each item of the request. */
  async function itsItemsAlone(waiting: Answering, error: unknown): Promise<unknown> {
    const { delivery, isAnswered } = waiting;
    try {
      answer(waiting, await itemByItem(delivery, error, { ingest: ingestOne, isAnswered, observer }));
    } catch (reason) {
      if (isServiceError(reason)) answer(waiting, reason);
      else putOff(waiting, reason);
      return isStatementTimeout(reason) ? reason : undefined;
    }
    return undefined;
  }

  return { hostByHost, itsItemsAlone };
}
