import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { ChangeFilter } from '@/lib/domain/change-filter';
import { tokenCtx } from '@/test/support/callers';
import { enrolledHosts } from '@/test/support/ingest';
import { at, usesPast } from '@/test/support/past';
import { runs } from '@/test/support/runs';
import { readEntries } from './feed';

const RUNS = runs({ push: 20, long: 300 });
const LIMIT_MS = 60_000;
const NOW = at(48);

type Resume = Awaited<ReturnType<typeof readEntries>>['resume'];

const past = usesPast('console');

/** The last two are of another fabric. */
const HOSTS = 8;
let hostIds: string[];
let own: string;

beforeAll(async () => {
  const hosts = [
    ...(await enrolledHosts(past.db, at(-24), HOSTS - 2)),
    ...(await enrolledHosts(past.db, at(-24), 2)),
  ];
  hostIds = hosts.map(({ hostId }) => hostId);
  own = await past.fabricOf(hosts[0]);
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

async function storeChanges(
  drawn: readonly (typeof change extends fc.Arbitrary<infer T> ? T : never)[],
): Promise<void> {
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
          const ctx = tokenCtx(past.db, { fabrics: [own], role: 'viewer', now: NOW });
          const asked = { fabrics: [own], filter, since: null, until: null, asOf: NOW, after: null, limit };
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
