import type { ReportContent, ReportHost } from '@/lib/contracts/report-content';
import type { CellValue } from '@/lib/server/files/cell-value';
import { csvOfRows } from '@/lib/server/files/csv';

type Column = readonly [string, (host: ReportHost) => CellValue];

const OF_HOST: readonly Column[] = [
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

const OF_PERIOD: readonly Column[] = [
  ['compliantSeconds', ({ verified }) => verified?.compliant ?? null],
  ['exceptedSeconds', ({ verified }) => verified?.excepted ?? null],
  ['nonCompliantSeconds', ({ verified }) => verified?.nonCompliant ?? null],
  ['unverifiedSeconds', ({ verified }) => verified?.unverified ?? null],
  ['compliantShare', ({ verified }) => verified?.compliantShare ?? null],
];

/** Every host of the scope, a line each, in the order of the report. French spreadsheets read `;`. */
export function csvOfReport({ lang, kind, hosts }: ReportContent): Uint8Array {
  const columns = kind === 'period' ? [...OF_HOST, ...OF_PERIOD] : OF_HOST;
  const names = columns.map(([name]) => name);
  const rows = hosts.map((host) => columns.map(([, read]) => read(host)));
  return Buffer.from(csvOfRows(lang, names, rows), 'utf8');
}
