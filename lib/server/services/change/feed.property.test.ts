import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { ChangeFilter } from '@/lib/domain/change-filter';
import { pageOfChanges } from '@/lib/server/db/fleet/answers/changes';
import { tokenCtx } from '@/test/support/callers';
import { enrolledHosts } from '@/test/support/ingest';
import { at, usesPast } from '@/test/support/past';
import { runs } from '@/test/support/runs';
import { wavesByRule } from '@/test/support/wave-members';
import { readEntries } from './feed';
import { wavesAround } from './waves';

const RUNS = runs({ push: 6, long: 120 });
const LIMIT_MS = 120_000;
const NOW = at(48);

type Resume = Awaited<ReturnType<typeof readEntries>>['resume'];

const past = usesPast('console');

/** The last two are of another fabric. */
const HOSTS = 8;
let hostIds: string[];
let fabrics: string[];

beforeAll(async () => {
  const hosts = [
    ...(await enrolledHosts(past.db, at(-24), HOSTS - 2)),
    ...(await enrolledHosts(past.db, at(-24), 2)),
  ];
  hostIds = hosts.map(({ hostId }) => hostId);
  fabrics = [await past.fabricOf(hosts[0]), await past.fabricOf(hosts.at(-1))];
});

const TURNED = { from: 'Passed', to: 'InsecureHostConfiguration' };
const KINDS = [
  { kind: 'transition', reason: 'turned', detail: TURNED },
  { kind: 'regression', reason: 'turned', detail: TURNED },
  { kind: 'recovery', reason: 'able again', detail: { from: TURNED.to, to: TURNED.from } },
  { kind: 'firmwareChanged', reason: 'firmware', detail: { from: '2.17.0', to: '2.19.1' } },
  { kind: 'firmwareChanged', reason: null, detail: { from: '2.17.0', to: null } },
] as const;

/** What was replaced lies before most of what turned; some happens at the same time. */
const change = fc.record({
  host: fc.nat(HOSTS - 1),
  says: fc.constantFrom(...KINDS),
  at: fc
    .tuple(fc.constantFrom(20, 20.5, 21, 24, 30), fc.constantFrom(0, 0, 7, 20, 31))
    .map(([hour, minute]) => at(hour, minute)),
});

const FILTERS: ChangeFilter[] = [
  {},
  { kind: { include: ['transition', 'recovery'], exclude: [] } },
  { kind: { include: [], exclude: ['transition'] } },
];

type Drawn = typeof change extends fc.Arbitrary<infer T> ? T : never;

async function storeChanges(drawn: readonly Drawn[]): Promise<void> {
  await past.db.change.deleteMany({ where: { hostId: { in: hostIds } } });
  await past.db.change.createMany({
    data: drawn.map(({ host, says, at: when }) => ({
      ...{ id: crypto.randomUUID(), hostId: hostIds[host] ?? '', at: when, recordedAt: when },
      ...{ kind: says.kind, reason: says.reason, detail: says.detail, derived: true },
    })),
  });
}

it(
  'has the same entries however many changes are read at once, and over its pages',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 10, maxLength: 50 }),
        fc.constantFrom(...FILTERS),
        fc.record({ atOnce: fc.constantFrom(1, 2, 7), limit: fc.integer({ min: 1, max: 4 }) }),
        async (drawn, filter, { atOnce, limit }) => {
          await storeChanges(drawn);
          const ctx = tokenCtx(past.db, { fabrics, role: 'viewer', now: NOW });
          const asked = { fabrics, filter, since: null, until: null, asOf: NOW, after: null, limit };
          const read = async (
            most: number,
            reading: { atOnce: number; most: number },
            after: Resume = null,
          ) => {
            const { found, resume } = await readEntries(ctx, { ...asked, after }, most, reading);
            return { told: found.map((entry) => [entry.change.id, entry.wave?.id]), resume };
          };
          const whole = (await read(100, { atOnce: 1_000, most: 1 })).told;
          expect((await read(100, { atOnce, most: 100 })).told).toEqual(whole);
          const paged: typeof whole = [];
          let resume: Resume = null;
          do {
            const page = await read(limit, { atOnce, most: 2 }, resume);
            paged.push(...page.told);
            resume = page.resume;
          } while (resume !== null);
          expect(paged).toEqual(whole);
        },
      ),
      { numRuns: RUNS },
    );
  },
  LIMIT_MS,
);

it(
  'finds the waves of the rules around any changes, of the fabrics that are seen',
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(change, { minLength: 10, maxLength: 50 }),
        fc.array(fc.nat(49), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        async (drawn, picked, isOfAll) => {
          await storeChanges(drawn);
          const seen = isOfAll ? fabrics : fabrics.slice(0, 1);
          const whole = { fabrics: seen, filter: {}, since: null, until: null, asOf: NOW, after: null };
          const changes = await pageOfChanges(past.db, { ...whole, limit: 1_000 });
          const some = picked.flatMap((place) => changes[place] ?? []);
          const waves = await wavesAround(past.db, seen, some, NOW);
          const ruled = wavesByRule(changes);
          const briefly = (wave: (typeof ruled)[number] | undefined) =>
            wave && [wave.id, wave.from, wave.to, wave.members.map(({ id }) => id)];
          for (const { id } of some)
            expect(briefly(waves.of(id))).toEqual(
              briefly(ruled.find(({ members }) => members.some((member) => member.id === id))),
            );
        },
      ),
      { numRuns: RUNS },
    );
  },
  LIMIT_MS,
);

it('goes on behind a wave without reading its other changes', async () => {
  const [turned, , recovered] = KINDS;
  await storeChanges([
    ...Array.from({ length: 20 }, (_, minute) => ({ host: minute % 6, says: turned, at: at(24, minute) })),
    { host: 0, says: recovered, at: at(20) },
  ]);
  const ctx = tokenCtx(past.db, { fabrics, role: 'viewer', now: NOW });
  const asked = { fabrics, filter: {}, since: null, until: null, asOf: NOW, after: null, limit: 10 };
  const { found } = await readEntries(ctx, asked, 10, { atOnce: 2, most: 2 });
  expect(found.map(({ change: { kind }, wave }) => [kind, wave?.members.length])).toEqual([
    ['transition', 20],
    ['recovery', undefined],
  ]);
});
