import type { ReportContent } from '@/lib/contracts/report-content';
import { inSlices, loopTurns } from '@/lib/util/loop-turns';

const bytesOfList = (list: readonly unknown[]): Promise<Uint8Array[]> =>
  inSlices(list, (slice, start) => {
    const items = slice.map((item) => JSON.stringify(item));
    return Buffer.from(`${start === 0 ? '' : ','}${items.join(',')}`);
  });

/**
 * One line in the order of the contract: the same content gives the same bytes. Its lists are written in
 * turns, so that ten thousand hosts do not block the event loop.
 */
export async function jsonOfReport(content: ReportContent): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for (const [key, value] of Object.entries(content)) {
    parts.push(Buffer.from(`${parts.length === 0 ? '{' : ','}${JSON.stringify(key)}:`));
    if (!Array.isArray(value)) parts.push(Buffer.from(JSON.stringify(value)));
    else parts.push(Buffer.from('['), ...(await bytesOfList(value)), Buffer.from(']'));
  }
  return joinedInTurns([...parts, Buffer.from('}\n')]);
}

/** The result has its own memory, which can be transferred to a thread. */
async function joinedInTurns(parts: readonly Uint8Array[]): Promise<Uint8Array> {
  const whole = Buffer.allocUnsafeSlow(parts.reduce((sum, { length }) => sum + length, 0));
  const turns = loopTurns();
  let at = 0;
  for (const part of parts) {
    if (turns.isOver()) await turns.take();
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
