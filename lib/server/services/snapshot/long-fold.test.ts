import { expect, it } from 'vitest';
import type { HistoryItem } from '@/lib/domain/history';
import type { DbRoot } from '@/lib/server/db/client';
import { lockHosts } from '@/lib/server/db/ingest/lock-hosts';
import { enrolledHost } from '@/test/support/ingest';
import { usesDatabase } from '@/test/support/uses-database';
import { noDecisions } from './decide';
import { applyWindow } from './fold-items';

const NOON = Date.parse('2026-11-24T12:00:00Z');
/** As many as a host may keep. */
const KEPT = 24_000;

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'ingest');

const itemOf = (index: number): HistoryItem => ({
  id: `snapshot-${index}`,
  observedAt: NOON + index * 100,
  knownBy: null,
  rejected: false,
  enrollment: 1,
  sequence: index,
  prompt: true,
  stepped: false,
  spoolEmpty: true,
  intervalSeconds: 60,
  late: false,
  clockOffsetMs: 0,
  profileId: `profile-${index % 2}`,
  judgedState: index % 2 === 0 ? 'Passed' : 'InsecureHostConfiguration',
  vmsTotal: index % 2,
  vmsRunning: 0,
  document: null,
});

/** How often the event loop came round meanwhile. */
async function roundsDuring(act: () => unknown): Promise<number> {
  let rounds = 0;
  let isOver = false;
  const count = () => {
    if (isOver) return;
    rounds += 1;
    setImmediate(count);
  };
  setImmediate(count);
  await act();
  isOver = true;
  return rounds;
}

it('lets others have their turns while the longest history that a host may have is folded anew', async () => {
  const { hostId } = await enrolledHost(db, new Date(NOON));
  const host = (await lockHosts(db, [hostId])).get(hostId);
  if (host === undefined) throw new Error('The host is not there');
  const window = {
    items: Array.from({ length: KEPT }, (_, index) => itemOf(index)),
    from: NOON,
    vmsFrom: NOON,
    priorState: undefined,
    priorVms: undefined,
    lastAttested: null,
  };
  const settings = { now: NOON + KEPT * 100, tellInterval: 60, agentDropped: null };
  let segments = 0;
  const rounds = await roundsDuring(async () => {
    ({ length: segments } = (await applyWindow(host, noDecisions(), settings, window)).states);
  });
  expect(segments).toBe(KEPT);
  expect(rounds).toBeGreaterThanOrEqual(2);
});
