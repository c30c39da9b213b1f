import type { ReportContent, ReportFailure, ReportHost } from '@/lib/contracts/report-content';
import type { CellValue } from '@/lib/server/files/cell-value';
import { csvOfRows } from '@/lib/server/files/csv';
import { plansOfHosts } from './plans-of-hosts';

type Column<Row> = readonly [string, (row: Row) => CellValue];

const OF_HOST: readonly Column<ReportHost>[] = [
  ['id', ({ id }) => id],
  ['hostname', ({ hostname }) => hostname],
  ['fqdn', ({ fqdn }) => fqdn],
  ['fabric', ({ fabric }) => fabric],
  ['cluster', ({ cluster }) => cluster],
  ['compliance', ({ compliance }) => compliance],
  ['state', ({ state }) => state],
  ['attestationStatus', ({ attestationStatus }) => attestationStatus],
  ['attestationMode', ({ attestationMode }) => attestationMode],
  ['reporting', ({ reporting }) => reporting],
  ['failingChecks', ({ failingChecks }) => failingChecks],
  ['causes', ({ causes }) => causes],
  ['since', ({ since }) => since],
  ['lastObservedAt', ({ lastObservedAt }) => lastObservedAt],
  ['shieldedVms', ({ shieldedVms }) => shieldedVms],
  ['owner', ({ owner }) => owner],
  ['exceptionIds', ({ exceptionIds }) => exceptionIds],
  ['checksSatisfied', ({ checks }) => checks.satisfied],
  ['checksFailing', ({ checks }) => checks.failing],
  ['checksNotDetermined', ({ checks }) => checks.notDetermined],
];

/** These come last, so that the columns of earlier versions keep their places. */
const EVIDENCE: readonly Column<ReportHost>[] = [
  ['verifiedUntil', ({ verifiedUntil }) => verifiedUntil],
  ['lateEvidence', ({ lateEvidence }) => String(lateEvidence)],
];

const OF_PERIOD: readonly Column<ReportHost>[] = [
  ['compliantSeconds', ({ verified }) => verified?.compliant ?? null],
  ['exceptedSeconds', ({ verified }) => verified?.excepted ?? null],
  ['nonCompliantSeconds', ({ verified }) => verified?.nonCompliant ?? null],
  ['unverifiedSeconds', ({ verified }) => verified?.unverified ?? null],
  ['compliantShare', ({ verified }) => verified?.compliantShare ?? null],
];

const OF_FAILURE: readonly Column<ReportFailure>[] = [
  ['hostId', ({ hostId }) => hostId],
  ['hostname', ({ hostname }) => hostname],
  ['fabric', ({ fabric }) => fabric],
  ['cluster', ({ cluster }) => cluster],
  ['causes', ({ causes }) => causes],
  ['from', ({ from }) => from],
  ['begunBefore', ({ begunBefore }) => String(begunBefore)],
  ['to', ({ to }) => to],
  ['end', ({ end }) => end],
  ['lastFailingAt', ({ lastFailingAt }) => lastFailingAt],
  ['seconds', ({ seconds }) => seconds],
  ['failingSeconds', ({ failingSeconds }) => failingSeconds],
  ['exceptedSeconds', ({ exceptedSeconds }) => exceptedSeconds],
];

/** French spreadsheets expect `;`. */
function csvOf<Row>(
  lang: ReportContent['lang'],
  columns: readonly Column<Row>[],
  rows: readonly Row[],
): Uint8Array {
  const names = columns.map(([name]) => name);
  const cells = rows.map((row) => columns.map(([, read]) => read(row)));
  return Buffer.from(csvOfRows(lang, names, cells), 'utf8');
}

/** Every host of the scope, one line each, in the order of the report. */
export function csvOfReport({ lang, kind, hosts, plans }: ReportContent): Uint8Array {
  const numbersOf = plansOfHosts({ plans });
  const ofPlans: Column<ReportHost> = ['planNumbers', ({ id }) => numbersOf(id)];
  return csvOf(lang, [...OF_HOST, ofPlans, ...(kind === 'period' ? OF_PERIOD : []), ...EVIDENCE], hosts);
}

/**
 * Every listed failure of a period. It is a separate table, because a host may have failed many times or have
 * left.
 */
export const csvOfFailures = ({ lang, failures }: ReportContent): Uint8Array =>
  csvOf(lang, OF_FAILURE, failures);
