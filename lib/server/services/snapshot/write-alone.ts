import type { SnapshotResult } from '@/lib/contracts/agent';
import { isStatementTimeout } from '@/lib/server/db/failures';
import { isServiceError } from '@/lib/server/errors';
import { grouped } from '@/lib/util/grouped';
import { type Answering, type Answers, isAway } from './answers';
import type { Delivery } from './decide';
import type { Answer } from './ingest-batch';
import type { IngestObserver } from './ingest-observer';
import { itemByItem } from './item-by-item';

/** Hosts that are tried alone go side by side, so that a slow one does not keep the others waiting. */
export const LANES_ALONE = 3;

const groupByHost = (batch: readonly Answering[]): Answering[][] => [
  ...grouped(batch, ({ delivery }) => delivery.hostId).values(),
];

type WritingAlone = Pick<Answers, 'answer' | 'putOff'> & {
  /** Writes deliveries in one transaction. Throws why they were not written. */
  ingest: (deliveries: readonly Delivery[]) => Promise<Answer[]>;
  observer: IngestObserver;
};

/** Writes the requests of a batch that failed one by one, and answers each: only what broke it is refused. */
export function createLoneWriter({ ingest, answer, putOff, observer }: WritingAlone) {
  async function ingestOne(delivery: Delivery): Promise<SnapshotResult[]> {
    const [answered] = await ingest([delivery]);
    if (isServiceError(answered)) throw answered;
    return answered ?? [];
  }

  /**
   * What one request broke must not cost the others: each is tried alone, and only the culprit fails. A host is in one
   * lane at a time, since its requests wait for each other, and a host with few requests comes before one with many.
   */
  async function hostByHost(batch: readonly Answering[]): Promise<void> {
    const rest = groupByHost(batch).sort((one, other) => one.length - other.length);
    const lane = async () => {
      for (let ofHost = rest.shift(); ofHost !== undefined; ofHost = rest.shift()) await inTurn(ofHost);
    };
    await Promise.all(Array.from({ length: LANES_ALONE }, lane));
  }

  /** Once a host has taken too long, its other requests are put off with it: the next batch waits for this one. */
  async function inTurn(ofHost: readonly Answering[]): Promise<void> {
    let slow: unknown;
    for (const waiting of ofHost) {
      if (waiting.isAnswered()) continue;
      if (slow === undefined) slow = await alone(waiting);
      else putOff(waiting, slow);
    }
  }

  /** Gives the error of a request that was put off because it took too long. */
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

  /** Likewise. */
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
