import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CHANGE_KINDS, SWITCHES, TURNS } from '@/lib/domain/change-kinds';
import { FLAPPING_SWITCHES } from '@/lib/domain/recent-changes';
import { findWaves, WAVE_GAP_MS, WAVE_LONGEST_MS, type WaveChange, waveId } from '@/lib/domain/waves';
import type { DbRoot } from '@/lib/server/db/client';
import { grouped } from '@/lib/util/grouped';
import { enrolledHosts } from '@/test/support/ingest';
import { at } from '@/test/support/past';
import { runs } from '@/test/support/runs';
import { usesDatabase } from '@/test/support/uses-database';
import { activeHosts } from './changes';
import { commonOfWaves, countWaves, firstOfWaves, turnedInWaves } from './waves';

const RUNS = runs({ push: 5, long: 100 });
const LIMIT_MS = 60_000;

let db: DbRoot;
usesDatabase((opened) => {
  db = opened;
}, 'fleet');

/** The last of them is of the other fabric. */
const HOSTS = 6;
const SPAN = { from: at(24), to: at(48) };
/** One host is assigned to the other fabric in the midst of it, another retires, another is enrolled later. */
const MOVED_AT = at(25, 50);
const RETIRED_AT = at(26);
const ENROLLED_AT = at(25, 40);

/** Times that are as near as the rules of waves make a difference by, around the begin of the day that is asked about. */
const time = fc
  .tuple(fc.constantFrom(23.5, 25.5, 25.5, 29.5), fc.nat(4), fc.constantFrom(-1, 0, 1))
  .map(([hour, steps, ms]) => at(hour, steps * 10).getTime() + ms);

type Drawing = {
  host: number;
  at: number;
  kind: string;
  reason: string | null;
  from: string | null;
  isSuperseded: boolean;
};

const change: fc.Arbitrary<Drawing> = fc.record({
  host: fc.constantFrom<number>(0, 0, 1, 2, 3, 4, 5, 5),
  at: time,
  kind: fc.constantFrom('transition', 'regression', 'recovery', 'back', 'firmwareChanged'),
  reason: fc.constantFrom('one', 'other', null),
  from: fc.constantFrom('Passed', 'Silent', null),
  isSuperseded: fc.constantFrom(false, false, false, true),
});
type Drawn = Omit<Drawing, 'host'> & {
  id: string;
  hostId: string;
  fabricId: string;
};

async function world() {
  const hosts = await enrolledHosts(db, at(-24), HOSTS - 1);
  const elsewhere = await enrolledHosts(db, at(-24), 1);
  const ids = [...hosts, ...elsewhere].map(({ hostId }) => hostId);
  const fabricOf = async (id = '') => (await db.host.findUniqueOrThrow({ where: { id } })).fabricId;
  const fabrics = [await fabricOf(ids[0]), await fabricOf(ids.at(-1))] as const;
  const [moved = '', retired = '', late = ''] = ids;
  await db.host.update({ where: { id: moved }, data: { fabricId: fabrics[1] } });
  await db.hostAssignment.create({
    data: {
      id: crypto.randomUUID(),
      hostId: moved,
      fabricId: fabrics[1],
      validFrom: MOVED_AT,
      recordedBy: 'test',
    },
  });
  await db.host.update({ where: { id: retired }, data: { retiredAt: RETIRED_AT } });
  await db.host.update({ where: { id: late }, data: { enrolledAt: ENROLLED_AT } });
  const isThere = ({ host, at: when }: { host: number; at: number }) =>
    (ids[host] !== retired || when <= RETIRED_AT.getTime()) &&
    (ids[host] !== late || when >= ENROLLED_AT.getTime());
  const fabricThen = ({ host, at: when }: { host: number; at: number }) =>
    host === HOSTS - 1 || (ids[host] === moved && when >= MOVED_AT.getTime()) ? fabrics[1] : fabrics[0];
  return { ids, fabrics, isThere, fabricThen };
}

/** Stores the changes, each as a new one, and says which of them are seen. */
async function storeChanges(drawing: readonly Drawing[]) {
  const drawn = drawing.map((one) => ({ ...one, id: crypto.randomUUID() }));
  const { ids, fabrics, isThere, fabricThen } = await world();
  await db.change.createMany({
    data: drawn.map(({ id, host, at: when, kind, reason, from, isSuperseded }) => ({
      ...{
        id,
        hostId: ids[host] ?? '',
        at: new Date(when),
        recordedAt: new Date(when),
        kind,
        derived: true,
        reason,
      },
      detail: { from, to: 'InsecureHostConfiguration' },
      supersededAt: isSuperseded ? SPAN.to : null,
    })),
  });
  const seen = drawn
    .filter((one) => !one.isSuperseded && isThere(one))
    .map((one): Drawn => ({ ...one, hostId: ids[one.host] ?? '', fabricId: fabricThen(one) }));
  return { fabrics, seen };
}

const newestFirst = (a: Drawn, b: Drawn) => b.at - a.at || (a.id < b.id ? 1 : -1);

function wavesByRule(seen: readonly Drawn[]) {
  const reach = SPAN.from.getTime() - WAVE_LONGEST_MS - WAVE_GAP_MS;
  const within = seen.filter((one) => one.at >= reach && one.at <= SPAN.to.getTime());
  const members = within.flatMap(({ reason, ...one }) => (reason === null ? [] : [{ ...one, reason }]));
  return findWaves<WaveChange & Omit<Drawn, 'reason'>>(members).filter(({ to }) => to >= SPAN.from.getTime());
}

function activeByRule(seen: readonly Drawn[], { changes, limit }: { changes: number; limit: number }) {
  const isOne = (kinds: readonly string[], kind: string) => kinds.includes(kind);
  const within = seen.filter((one) => one.at >= SPAN.from.getTime() && one.at <= SPAN.to.getTime());
  return [...grouped(within, ({ hostId }) => hostId).values()]
    .flatMap((own) => {
      const switches = own.filter(({ kind }) => isOne(SWITCHES, kind)).map((one) => one.at);
      const told = switches.length >= FLAPPING_SWITCHES ? [switches.length, Math.min(...switches)] : null;
      const rank = ({ kind }: Drawn) => Number(isOne(TURNS, kind));
      const sorted = own.sort((a, b) => rank(b) - rank(a) || newestFirst(a, b));
      return sorted.slice(0, changes).map((one) => ({ one, told }));
    })
    .sort((a, b) => newestFirst(a.one, b.one))
    .slice(0, limit)
    .map(({ one, told }) => [one.id, one.hostId, one.fabricId, one.at, one.kind, one.reason, told]);
}

const firstOfEach = <T extends { hostId: string }>(members: readonly T[]) => {
  const seen = new Set<string>();
  return members.filter(({ hostId }) => !seen.has(hostId) && seen.add(hostId));
};

/** Two hosts that turn in turns: a wave, or what goes on for too long to be one, where the world's changes fill no gap. */
const chain = fc
  .record({ steps: fc.integer({ min: 8, max: 15 }), gapMs: fc.constantFrom(WAVE_GAP_MS, WAVE_GAP_MS + 1) })
  .map(({ steps, gapMs }) =>
    Array.from({ length: steps }, (_, step) => ({
      ...{ host: 3 + (step % 2), at: at(20).getTime() + step * gapMs },
      ...{ kind: 'transition', reason: 'one', from: 'Passed', isSuperseded: false },
    })),
  );

/** Hosts that stay where they are: two that recover are no wave, three are, and so are two of which one does not recover. */
const RECOVERED = [
  { hosts: [3, 4], kinds: ['recovery'], reason: 'of two' },
  { hosts: [2, 3, 4], kinds: ['recovery'], reason: 'of three' },
  { hosts: [3, 4], kinds: ['recovery', 'back'], reason: 'of both kinds' },
].flatMap(({ hosts, kinds, reason }) =>
  hosts.map((host, place) => ({
    ...{ host, at: at(40, place).getTime(), kind: kinds[place] ?? 'recovery', reason },
    ...{ from: 'Silent', isSuperseded: false },
  })),
);

/** A host that turns before it is moved and after, while one of the other fabric has turned already. */
const MOVING = [
  { host: HOSTS - 1, at: at(25, 40).getTime() },
  { host: 0, at: at(25, 45).getTime() },
  { host: 0, at: at(25, 55).getTime() },
].map((one) => ({
  ...one,
  ...{ kind: 'back', reason: 'other', from: 'Silent', isSuperseded: false },
}));

const changes = fc
  .tuple(fc.array(change, { maxLength: 40 }), chain)
  .map(([some, others]) => [...some, ...MOVING, ...RECOVERED, ...others]);

it(
  'the database finds the waves of the rules, their hosts and what these have in common',
  async () => {
    await fc.assert(
      fc.asyncProperty(changes, fc.integer({ min: 1, max: 4 }), async (drawn, limit) => {
        const { fabrics, seen } = await storeChanges(drawn);
        const ruled = new Map(wavesByRule(seen).map((wave) => [wave.id, wave]));
        const asked = { ...SPAN, fabrics, filter: {}, kinds: CHANGE_KINDS, reasons: null, hosts: 2 };
        const waves = await countWaves(db, { ...asked, limit: 100 });
        const told = waves.map((wave) => ruled.get(waveId({ ...wave, at: wave.startedAt.getTime() })));
        expect(told.length).toBe(ruled.size);
        const turned = told.map((wave) => firstOfEach(wave?.members ?? []));
        const newest = told.map((wave) => wave?.members.at(-1));
        expect(
          waves.map(({ endedAt, hosts, newestId, kind }) => [endedAt.getTime(), hosts, newestId, kind]),
        ).toEqual(
          told.map((wave, place) => [
            wave?.to,
            turned[place]?.length,
            newest[place]?.id,
            newest[place]?.kind,
          ]),
        );
        expect(waves.map(({ hosts }) => hosts)).toEqual(
          waves
            .map(({ hosts }) => hosts)
            .sort()
            .reverse(),
        );
        expect(await countWaves(db, { ...asked, limit: 1 })).toEqual(waves.slice(0, 1));
        type One = { id: string; hostId: string; at: number };
        const briefly = ({ id, hostId, at: when }: One) => ({ hostId, at: when, changeId: id });
        expect(await turnedInWaves(db, waves)).toEqual(turned.map((some) => some.map(briefly)));
        const firsts = await firstOfWaves(db, waves, limit);
        expect(
          firsts.map(({ place, hostId, at: when, from }) => [place, hostId, when.getTime(), from]),
        ).toEqual(
          turned.flatMap((some, place) =>
            some.slice(0, limit).map((one) => [place, one.hostId, one.at, one.from]),
          ),
        );
        const common = turned.map((some) => new Set(some.map(({ from }) => from)));
        expect((await commonOfWaves(db, waves, { traits: true })).map(({ from }) => from)).toEqual(
          common.map((froms) => (froms.size === 1 ? [...froms][0] : null)),
        );
      }),
      { numRuns: RUNS },
    );
  },
  LIMIT_MS,
);

it(
  'the database finds the newest changes of each host, and how often it turned, by the rule',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        changes,
        fc.record({ changes: fc.integer({ min: 2, max: 4 }), limit: fc.constantFrom(3, 10, 100) }),
        async (drawn, most) => {
          const { fabrics, seen } = await storeChanges(drawn);
          const kinds = { turns: TURNS, switches: SWITCHES, often: FLAPPING_SWITCHES };
          const found = await activeHosts(db, { ...SPAN, fabrics, filter: {}, ...kinds, ...most });
          expect(
            found.map(({ id, hostId, fabricId, at: when, kind, reason, switches, switchedSince }) => [
              ...[id, hostId, fabricId, when.getTime(), kind, reason],
              switches >= FLAPPING_SWITCHES ? [switches, switchedSince?.getTime()] : null,
            ]),
          ).toEqual(activeByRule(seen, most));
        },
      ),
      { numRuns: RUNS },
    );
  },
  LIMIT_MS,
);
