import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HOST_FIELDS, HostFile, type HostRow } from '@/lib/contracts/fleet';
import {
  type ExportFormat,
  formatHostQuery,
  HOST_SORTS,
  type HostQuery,
  type HostSort,
  SORT_ORDERS,
  type SortOrder,
} from '@/lib/contracts/words/host-query';
import { countBy } from '@/lib/domain/compliance';
import type { HostFilter } from '@/lib/domain/host-filter';
import { inRepairOrder } from '@/lib/domain/repair-order';
import { RISKS } from '@/lib/domain/risk';
import { COMPLIANCE, STATES } from '@/lib/domain/vocabulary';
import type { Ctx } from '@/lib/server/context';
import type { DbRoot } from '@/lib/server/db/client';
import { keepFleet } from '@/lib/server/db/fleet/read-model/upkeep';
import { tokenCtx } from '@/test/support/callers';
import { type ExpectedHost, expectedFleet } from '@/test/support/expected-fleet';
import { expectClusters, expectMap } from '@/test/support/expected-map';
import { type FleetSpec, insertFleet } from '@/test/support/fleet';
import { matchesHost } from '@/test/support/matches-host';
import { buildFleet, randomFilter, randomFleet, randomMoment, WORLD_NOW } from '@/test/support/random-fleet';
import { readExport } from '@/test/support/read-export';
import { readXlsx } from '@/test/support/read-xlsx';
import { isLongRun, runs } from '@/test/support/runs';
import { stringifiedCsv } from '@/test/support/stringified-csv';
import { usesDatabase } from '@/test/support/uses-database';
import { exportHosts } from './export';
import { facetHosts } from './facets';
import { listHosts } from './list';
import { riskHosts } from './risks';
import { describeSelection, weighSelection } from './select';
import { summarizeHosts } from './summary';

const RUNS = runs({ push: 2, long: 25 });
const WORLD_MS = 60_000;

let db: DbRoot;
usesDatabase(
  (opened) => {
    db = opened;
  },
  // As questions are asked.
  'fleet',
);

/** Sees the fabrics of one world alone, so that worlds share a database and scope is tested by the way. */
const within = (fleet: FleetSpec): Ctx =>
  tokenCtx(db, { fabrics: fleet.fabrics.map(({ id }) => id), role: 'viewer', now: WORLD_NOW });

/** When the read model was last brought up to date: never, before the questions' now, or by a clock ahead of it. */
const kept = fc.array(fc.integer({ min: -400, max: 400 }), { maxLength: 2 });

async function keep(minutes: readonly number[]): Promise<void> {
  for (const after of minutes) await keepFleet(db, new Date(WORLD_NOW.getTime() + after * 60_000));
}

type Question = Partial<HostQuery>;

const queryOf = (question: Question): HostQuery => ({
  filter: {},
  at: null,
  sort: 'hostname',
  order: 'asc',
  limit: 3,
  cursor: null,
  ...question,
});

async function allPages(ctx: Ctx, question: Question): Promise<{ total: number; hosts: HostRow[] }> {
  const query = queryOf(question);
  const hosts: HostRow[] = [];
  for (;;) {
    const page = await listHosts({ ctx, input: query });
    hosts.push(...page.hosts);
    if (page.nextCursor === null) return { total: page.total, hosts };
    query.cursor = page.nextCursor;
  }
}

const TIMES: ReadonlySet<string> = new Set(['since', 'lastObservedAt']);
const daysOf = (time: string) => Date.parse(time) / 86_400_000 + 25_569;

/** What a workbook shows of a row: times in days since 1899, lists in one field, nothing for null. */
function asFields(row: HostRow): [string, string | number][] {
  const field = (value: unknown) => {
    if (typeof value === 'number') return value;
    return Array.isArray(value) ? value.join(' ') : String(value ?? '');
  };
  const asTime = (value: unknown) => (typeof value === 'string' ? daysOf(value) : '');
  return HOST_FIELDS.map((column) =>
    TIMES.has(column) ? [`${column} (UTC)`, asTime(row[column])] : [column, field(row[column])],
  );
}

type Cells = readonly (string | number | null)[];

/** Rows by column, the first of them the columns'. */
const byColumn = ([columns = [], ...records]: readonly Cells[]) =>
  records.map((record) => columns.map((column, index) => [column, record[index] ?? '']));

/** Every file is the list: the same hosts, the same fields, in the same order. */
async function expectFiles(
  ctx: Ctx,
  question: Question,
  { total, hosts }: { total: number; hosts: HostRow[] },
) {
  const file = (format: ExportFormat) =>
    readExport(exportHosts({ ctx, input: { ...queryOf(question), format, lang: 'en' } }));
  expect((await file('csv')).toString()).toBe(stringifiedCsv(hosts, 'en'));
  const asOf = (question.at ?? ctx.now).toISOString();
  const asked = formatHostQuery({ filter: queryOf(question).filter });
  const [sheet, about, ...others] = readXlsx(await file('xlsx'));
  expect(others).toEqual([]);
  expect(byColumn(sheet?.rows ?? [])).toEqual(hosts.map(asFields));
  expect(about?.rows[1]).toEqual(['asOf (UTC)', daysOf(asOf)]);
  // Whoever asks for hosts without an owner asks for the empty text, which a cell has as nothing.
  expect(about?.rows.slice(3).map((row) => row.map((cell) => cell ?? ''))).toEqual([...asked]);
  expect(HostFile.parse(JSON.parse((await file('json')).toString()))).toEqual({
    asOf,
    asked: asked.toString(),
    total,
    hosts,
    nextCursor: null,
    previousCursor: null,
  });
}

/** Every figure of the at-risk list is the number of hosts behind its link. */
async function expectRisks(ctx: Ctx, question: Question, hosts: readonly ExpectedHost[]) {
  const { atRisk, risks, agents } = await riskHosts({ ctx, input: queryOf(question) });
  const figure = (rows: readonly ExpectedHost[]) => ({
    hosts: rows.length,
    vms: sum(rows.map(({ shieldedVms }) => shieldedVms ?? 0)),
  });
  expect(atRisk).toEqual(figure(hosts.filter((host) => host.risks.length > 0)));
  const expectedRisks = RISKS.map((risk) => ({
    risk,
    ...figure(hosts.filter((host) => host.risks.includes(risk))),
  })).filter((row) => row.hosts > 0);
  expect(new Map(risks.map((row) => [row.risk, row]))).toEqual(
    new Map(expectedRisks.map((row) => [row.risk, row])),
  );
  const used = agents.map(({ version, hosts: count }) => [version, count]);
  expect(used).toEqual(
    used.map(([version]) => [version, hosts.filter(({ agentVersion }) => agentVersion === version).length]),
  );
  expect(sum(agents.map((agent) => agent.hosts))).toBe(
    hosts.filter(({ agentVersion }) => agentVersion !== null).length,
  );
}

/** What hangs on all that match, and on some of them that are named. */
async function expectWeights(ctx: Ctx, question: Question, matching: readonly ExpectedHost[]) {
  for (const hosts of [matching, matching.filter((_, index) => index % 2 === 0)]) {
    const named = hosts === matching ? undefined : hosts.map(({ id }) => id);
    if (named?.length === 0) continue;
    const { filter = {}, at = null } = question;
    const input = { filter, at, hosts: named };
    const { count } = await describeSelection({ ctx, input });
    const { vmsBlocked, causes, clusters } = await weighSelection({ ctx, input });
    const blocked = hosts.filter(({ state }) => state !== 'Passed' && state !== 'Silent');
    const differing = (words: readonly (string | null)[]) =>
      new Set(words.filter((word) => word !== null)).size;
    expect({ count, vmsBlocked, causes, clusters }).toEqual({
      count: hosts.length,
      vmsBlocked: sum(blocked.map(({ shieldedVms }) => shieldedVms ?? 0)),
      causes: differing(hosts.flatMap((host) => host.causes)),
      clusters: differing(hosts.map(({ fabricId, cluster }) => cluster && `${fabricId} ${cluster}`)),
    });
  }
}

const idsOf = (hosts: readonly { id: string }[]) => hosts.map(({ id }) => id).sort();
const sum = (counts: Record<string, number> | readonly number[]) =>
  Object.values(counts).reduce((a, b) => a + b, 0);

/** The place that a row takes in each order, told apart from SQL: what has no value comes last in both. */
const PLACE: Readonly<Record<HostSort, (row: HostRow) => string | number | null>> = {
  hostname: ({ hostname }) => hostname.toLowerCase(),
  severity: ({ state, shieldedVms, hostname }) => {
    const rank = state === 'Passed' ? STATES.length : STATES.indexOf(state);
    const fewestLast = 1e10 - (shieldedVms ?? -1);
    return `${rank} ${String(fewestLast).padStart(12, '0')} ${hostname.toLowerCase()}`;
  },
  state: ({ state }) => (state === 'Passed' ? STATES.length : STATES.indexOf(state)),
  since: ({ since }) => since,
  lastObservedAt: ({ lastObservedAt }) => lastObservedAt,
  cluster: ({ cluster }) => cluster?.toLowerCase() ?? null,
  shieldedVms: ({ shieldedVms }) => shieldedVms,
};

function inOrder(
  hosts: readonly HostRow[],
  { sort, order }: { sort: HostSort; order: SortOrder },
): HostRow[] {
  const place = PLACE[sort];
  const compare = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);
  return [...hosts].sort((one, other) => {
    const [a, b] = [place(one), place(other)];
    const byId = compare(one.id, other.id);
    if (a === null || b === null) return Number(a === null) - Number(b === null) || byId;
    return (order === 'asc' ? compare(a, b) : compare(b, a)) || byId;
  });
}

const asked = fc.record({
  filter: randomFilter,
  /** Which of the world's fabrics are asked for by name, and which are excluded by id. */
  fabrics: fc.oneof(
    {
      weight: 2,
      arbitrary: fc.constant<{ include: number[]; exclude: number[] }>({ include: [], exclude: [] }),
    },
    fc.record({ include: fc.subarray([0, 1, 2], { maxLength: 2 }), exclude: fc.subarray([0, 1]) }),
  ),
  at: fc.option(randomMoment),
  sort: fc.constantFrom(...HOST_SORTS),
  order: fc.constantFrom(...SORT_ORDERS),
  limit: fc.integer({ min: 1, max: 7 }),
});

function inWorld(fleet: FleetSpec, { include, exclude }: { include: number[]; exclude: number[] }) {
  return {
    include: include.map((index) => fleet.fabrics[index]?.name ?? ''),
    exclude: exclude.map((index) => fleet.fabrics[index]?.id ?? ''),
  };
}

const check = <T>(property: fc.IAsyncProperty<T>) => fc.assert(property, { numRuns: RUNS });

function expected(fleet: FleetSpec, filter: HostFilter, at: Date | null) {
  const hosts = expectedFleet(fleet, at ?? WORLD_NOW);
  return hosts.filter((host) =>
    matchesHost(filter, at === null ? host : { ...host, reporting: inThePast(host.reporting) }),
  );
}

/** Out of history nobody is late: inside verified time reporting is onTime. */
const inThePast = (reporting: HostRow['reporting']) => (reporting === 'late' ? 'onTime' : reporting);

describe('the fleet', () => {
  it(
    'lists, exports, counts and sums up exactly the hosts that the plain predicate matches',
    async () => {
      let found = 0;
      await check(
        fc.asyncProperty(
          randomFleet,
          kept,
          fc.array(asked, { minLength: 1, maxLength: 4 }),
          async (draft, moments, questions) => {
            const fleet = buildFleet(draft);
            await insertFleet(db, fleet);
            await keep(moments);
            const ctx = within(fleet);
            for (const { fabrics, ...rest } of questions) {
              const question = { ...rest, filter: { ...rest.filter, fabric: inWorld(fleet, fabrics) } };
              const hosts = expected(fleet, question.filter, question.at);
              const listed = await allPages(ctx, question);
              expect(idsOf(listed.hosts)).toEqual(idsOf(hosts));
              expect(listed.total).toBe(hosts.length);
              found += hosts.length;
              expect(listed.hosts).toEqual(inOrder(listed.hosts, question));
              await expectFiles(ctx, question, listed);
              await expectMap(ctx, queryOf(question), listed.hosts);
              await expectClusters(ctx, queryOf(question), listed.hosts);
              const { risk: _, agent: __, ...others } = question.filter;
              await expectWeights(ctx, question, hosts);
              await expectRisks(ctx, question, expected(fleet, others, question.at));
              const summary = await summarizeHosts({ ctx, input: queryOf(question) });
              const vmsOf = new Map(listed.hosts.map(({ id, shieldedVms }) => [id, shieldedVms]));
              expect(summary.total).toBe(hosts.length);
              expect(summary.states).toEqual(countBy(STATES, hosts, ({ state }) => state));
              for (const state of STATES) {
                const held = hosts.filter((host) => host.state === state).map(({ id }) => vmsOf.get(id) ?? 0);
                expect(summary.vmsByState[state]).toBe(sum(held));
              }
              expect(sum(summary.vmsByState)).toBe(summary.vms.total);
              expect(summary.compliance).toEqual(countBy(COMPLIANCE, hosts, ({ compliance }) => compliance));
              expect([sum(summary.states), sum(summary.compliance), sum(summary.reporting)]).toEqual(
                Array(3).fill(hosts.length),
              );
            }
          },
        ),
      );
      // Where no question finds a host, all answers are equal and nothing is proven. In a few runs that may be chance.
      if (isLongRun) expect(found).toBeGreaterThan(RUNS / 2);
    },
    WORLD_MS,
  );

  it(
    'shows each host as its snapshots say, one by one',
    () =>
      check(
        fc.asyncProperty(randomFleet, kept, fc.option(randomMoment), async (draft, moments, at) => {
          const fleet = buildFleet(draft);
          await insertFleet(db, fleet);
          await keep(moments);
          const { hosts } = await allPages(within(fleet), { at });
          const rows = new Map(hosts.map((row) => [row.id, row]));
          for (const host of expected(fleet, {}, at)) {
            expect(rows.get(host.id)).toMatchObject({
              hostname: host.hostname,
              fqdn: host.fqdn,
              fabric: host.fabricName,
              cluster: host.cluster,
              state: host.state,
              failingChecks: inRepairOrder(host.failingChecks),
              cause: host.causes,
              reporting: at === null ? host.reporting : inThePast(host.reporting),
              attestationMode: host.attestationMode,
              os: host.osFamily,
              shieldedVms: host.shieldedVms,
              exception: host.exception,
              owner: host.owner,
              tpm: host.tpm,
              agentVersion: host.agentVersion,
              risk: host.risks,
              bootStage: host.bootStage,
            });
          }
        }),
      ),
    WORLD_MS,
  );

  it(
    'counts in a facet what choosing that value alone would list',
    () =>
      check(
        fc.asyncProperty(randomFleet, kept, asked, async (draft, moments, { fabrics, ...rest }) => {
          const fleet = buildFleet(draft);
          await insertFleet(db, fleet);
          await keep(moments);
          const question = { ...rest, filter: { ...rest.filter, fabric: inWorld(fleet, fabrics) } };
          const { facets } = await facetHosts({ ctx: within(fleet), input: queryOf(question) });
          for (const [word, values] of Object.entries(facets)) {
            for (const { value, count, all } of values) {
              const only = { [word]: { include: [value], exclude: [] } };
              const hosts = expected(fleet, { ...question.filter, ...only }, question.at);
              const everyHost = expected(fleet, { fabric: question.filter.fabric, ...only }, question.at);
              expect({ word, value, count, all }).toEqual({
                ...{ word, value },
                ...{ count: hosts.length, all: everyHost.length },
              });
            }
          }
        }),
      ),
    WORLD_MS,
  );

  it(
    'answers for now out of history as it does live, but for late',
    () =>
      check(
        fc.asyncProperty(randomFleet, kept, async (draft, moments) => {
          const fleet = buildFleet(draft);
          await insertFleet(db, fleet);
          await keep(moments);
          const ctx = within(fleet);
          const live = await allPages(ctx, {});
          const past = await allPages(ctx, { at: WORLD_NOW });
          expect(past.hosts).toEqual(
            live.hosts.map((row) => ({ ...row, reporting: inThePast(row.reporting) })),
          );
        }),
      ),
    WORLD_MS,
  );
});
