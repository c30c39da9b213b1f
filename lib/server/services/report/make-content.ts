import { type FrameworkFile, reviewOf, type Told } from '@/lib/contracts/framework-file';
import {
  type Installation,
  REPORT_SCHEMA_VERSION,
  type ReportContent,
  type ReportException,
  type ReportHost,
  type ReportPeriod,
} from '@/lib/contracts/report-content';
import { formatHostQuery } from '@/lib/contracts/words/host-query';
import type { HostFilter } from '@/lib/domain/host-filter';
import { CATALOGUE_VERSION } from '@/lib/domain/remediation/catalogue';
import { addControls, type ControlFigures, countControls, coveredBy } from '@/lib/domain/report/controls';
import { byCluster, byFabric, causesOfHosts, statesOf, totalsOf } from '@/lib/domain/report/figures';
import type { Locale } from '@/lib/i18n/locales';
import { readHead } from '@/lib/server/audit/checkpoint';
import { authorize, fabricScope } from '@/lib/server/auth/authorize';
import type { Ctx, Verb } from '@/lib/server/context';
import type { FleetQuestion } from '@/lib/server/db/fleet/question';
import type { Period } from '@/lib/server/db/history/compliance-time';
import { checkoutVersion } from '@/lib/server/process/checkout';
import { refuseForgotten } from '@/lib/server/request/resolve-time';
import { listFabrics } from '@/lib/server/services/fabric';
import { citePlans } from '@/lib/server/services/plan';
import { JUDGE_VERSION } from '@/lib/server/services/snapshot';
import { HOUR_MS } from '@/lib/util/durations';
import { grouped } from '@/lib/util/grouped';
import { inSlices, inTurns, loopTurns } from '@/lib/util/loop-turns';
import { exceptionsOfReport } from './exceptions-of-report';
import type { GoOn } from './failures-of-period';
import { findFrameworks } from './frameworks';
import { hostsBefore } from './hosts-before';
import { hostsOfReport, type Progress } from './hosts-of-report';
import { knownFromAfter } from './known-from';
import { factsOfPeriod, type PeriodFacts } from './period-of-report';
import { methodOf, remediationOf } from './words-of-report';

/** What a report is about; its times have already passed. */
export type ReportOrder = {
  id: string;
  number: string;
  title: string;
  filter: HostFilter;
  lang: Locale;
  timeZone: string;
  generatedBy: string;
  installation?: Installation | undefined;
  /** Keys of the frameworks whose controls the report evaluates. */
  frameworks: readonly string[];
} & ({ kind: 'moment'; at: Date } | ({ kind: 'period' } & Period));

/**
 * The whole content of a report, read with the rights of `ctx`. All figures follow from the hosts in it, so a
 * reader can check the sums. Throws `before_history` if it needs days that were dropped.
 */
export async function makeContent({
  ctx,
  input,
  progress,
}: Verb<ReportOrder> & { progress?: Progress }): Promise<ReportContent> {
  authorize(ctx, 'report.make');
  const asOf = input.kind === 'moment' ? input.at : input.to;
  const files = await findFrameworks(ctx.db, input.frameworks);
  await refuseForgotten(ctx, input.kind === 'moment' ? input.at : input.from, 'from');
  const question = { when: { at: asOf }, fabrics: fabricScope(ctx), filter: input.filter };
  const { hosts: found, checks, byCheck } = await hostsOfReport(ctx, question, progress);
  const goOn = () => progress?.(found.length, found.length);
  const period = input.kind === 'period' ? await periodOf(ctx, question, found, { ...input, goOn }) : null;
  const ids = [...found.map(({ id }) => id), ...(period?.period.left ?? []).map(({ id }) => id)];
  const exceptions = await exceptionsOfReport(ctx, ids, spanOf(input));
  const covering = exceptionsByHost(exceptions.filter(({ isInForceAtEnd }) => isInForceAtEnd));
  const hosts = await inTurns(found, (host) => ({
    ...host,
    exceptionIds: (covering.get(host.id) ?? []).map(({ id }) => id),
    ...(period === null
      ? {}
      : {
          verified: period.times.get(host.id),
          lateEvidence: host.lateEvidence || period.lateIds.has(host.id),
        }),
  }));
  return {
    schemaVersion: REPORT_SCHEMA_VERSION,
    ...headOf(ctx, input, asOf),
    evidence: evidenceOf(hosts, asOf),
    scope: {
      filter: formatHostQuery({ filter: input.filter }).toString(),
      fabrics: await fabricsOf(ctx, input.filter),
    },
    ...methodOf(input.kind, { ...input, asOf }),
    ...(await figuresOf(hosts)),
    ...{ checks, byCheck },
    hosts,
    exceptions,
    plans: await citePlans(ctx, ids, spanOf(input)),
    failures: period?.failures ?? [],
    remediation: remediationOf(hosts, input.lang),
    knownFrom: input.kind === 'moment' ? await knownFromAfter(ctx, asOf) : null,
    period: period?.period ?? null,
    frameworks: await frameworksOf(files, { hosts, exceptions, lang: input.lang }),
    auditHead: await readHead(ctx.db, ctx.now),
  };
}

const exceptionsByHost = (exceptions: readonly ReportException[]) =>
  grouped(
    exceptions.flatMap(({ id, hostIds }) => hostIds.map((hostId) => ({ id, hostId }))),
    ({ hostId }) => hostId,
  );

const spanOf = (order: ReportOrder): Period =>
  order.kind === 'moment' ? { from: order.at, to: order.at } : { from: order.from, to: order.to };

function headOf(ctx: Ctx, order: ReportOrder, asOf: Date) {
  const { id, number, kind, lang, title, timeZone, generatedBy } = order;
  return {
    id,
    number,
    kind,
    lang,
    title,
    asOf: asOf.toISOString(),
    from: order.kind === 'period' ? order.from.toISOString() : null,
    to: order.kind === 'period' ? order.to.toISOString() : null,
    timeZone,
    generatedAt: ctx.now.toISOString(),
    generatedBy,
    installation: order.installation ?? { name: null, address: null },
    product: {
      version: checkoutVersion(),
      judgeVersion: JUDGE_VERSION,
      catalogueVersion: CATALOGUE_VERSION,
    },
  };
}

/** A snapshot may be on its way for this long without being late, and arrive after the report was made. */
const SETTLING_MS = HOUR_MS;

const evidenceOf = (hosts: readonly ReportHost[], asOf: Date): ReportContent['evidence'] => ({
  settledAt: new Date(asOf.getTime() + SETTLING_MS).toISOString(),
  lateHosts: hosts.filter(({ lateEvidence }) => lateEvidence).length,
});

/** Works on one host after the other, so that other work gets turns of the event loop. */
async function figuresOf(hosts: readonly ReportHost[]) {
  const turns = loopTurns();
  await turns.take();
  const totals = totalsOf(hosts);
  await turns.take();
  const fabrics = byFabric(hosts);
  await turns.take();
  const ofFabrics = await inTurns(fabrics, ([fabric, members]) => ({ fabric, ...totalsOf(members) }));
  await turns.take();
  const clusters = byCluster(hosts);
  await turns.take();
  const ofClusters = await inTurns(clusters, ({ hosts: members, ...group }) => ({
    ...group,
    ...totalsOf(members),
  }));
  await turns.take();
  const states = statesOf(hosts);
  await turns.take();
  const causes = causesOfHosts(hosts);
  await turns.take();
  return { totals, byFabric: ofFabrics, byCluster: ofClusters, states, causes };
}

type Found = { hosts: readonly ReportHost[]; exceptions: readonly ReportException[]; lang: Locale };

/** Works on some hosts at a time, so that other work gets turns of the event loop. */
async function frameworksOf(files: readonly FrameworkFile[], { hosts, exceptions, lang }: Found) {
  const covered = coveredBy(exceptions);
  const results: ReportContent['frameworks'] = [];
  for (const file of files) {
    const { mappings } = file;
    const counted = await inSlices(hosts, (slice) => countControls(mappings, slice, covered));
    results.push(frameworkOf(file, addControls(mappings, counted), lang));
  }
  return results;
}

/** The names of the fabrics that hosts of the scope may be in, in an order independent of the hosts. */
async function fabricsOf(ctx: Ctx, { fabric }: HostFilter): Promise<string[]> {
  const { include = [], exclude = [] } = fabric ?? {};
  const fabrics = await listFabrics({ ctx, input: { at: null } });
  const names = (words: readonly string[], { id, name }: (typeof fabrics)[number]) =>
    words.includes(id) || words.includes(name);
  const isAsked = (row: (typeof fabrics)[number]) => include.length === 0 || names(include, row);
  return fabrics
    .filter((row) => isAsked(row) && !names(exclude, row))
    .map(({ name }) => name)
    .sort();
}

async function periodOf(
  ctx: Ctx,
  question: FleetQuestion,
  found: readonly ReportHost[],
  { timeZone, goOn, from, to }: Period & { timeZone: string; goOn: GoOn },
): Promise<PeriodFacts & { period: ReportPeriod }> {
  const period = { from, to };
  const left = await hostsBefore(ctx, question, period);
  const hosts = [...found, ...left];
  const facts = await factsOfPeriod(ctx, hosts, { question, period, timeZone, goOn });
  const verified = left.flatMap((host) => {
    const time = facts.times.get(host.id);
    return time === undefined ? [] : [{ ...host, verified: time }];
  });
  return { ...facts, period: { ...facts.period, left: verified } };
}

const told = (text: Told, lang: Locale): string => (typeof text === 'string' ? text : text[lang]);

/** What the hosts of a report (`figures`) mean for the controls of a framework, in the report's language. */
export function frameworkOf(
  { framework: key, version, name, controls, counted, mappings, ...reviewed }: FrameworkFile,
  figures: readonly ControlFigures[],
  lang: Locale,
): ReportContent['frameworks'][number] {
  const results = mappings.flatMap((mapping, index) => {
    const found = figures[index];
    if (found === undefined) return [];
    const { control, relation, checks, causes } = mapping;
    return {
      framework: key,
      frameworkVersion: version,
      ...{ control, relation, checks, causes, ...found },
      title: told(mapping.title, lang),
      reason: told(mapping.reason, lang),
      source: told(mapping.source ?? reviewed.source, lang),
      ...reviewOf(reviewed, mapping),
    };
  });
  return { key, name, version, controls, counted: told(counted, lang), touched: results.length, results };
}
