import type { ReportException, ReportHost, VerifiedTime } from '@/lib/contracts/report-content';
import { COMPLIANCE } from '@/lib/domain/vocabulary';
import { evidenceText, isBorneOut } from '../words';
import { type Column, hours, type Maker, share, type Table, tableOf } from './table';

const NO_TIME: VerifiedTime = {
  compliant: 0,
  excepted: 0,
  nonCompliant: 0,
  unverified: 0,
  compliantShare: null,
};

/** How long a host was in each class within the period, in hours. */
function timeColumns<Row>({ words: { say } }: Maker, of: (row: Row) => VerifiedTime): Column<Row>[] {
  return [
    ...COMPLIANCE.map((name): Column<Row> => {
      const head = say('workbook.hours', { head: say(`compliance.${name}`) });
      return [head, (row) => hours(of(row)[name])];
    }),
    [say('hosts.share'), (row) => share(of(row).compliantShare)],
  ];
}

const numbersOf = ({ content }: Maker): ReadonlyMap<string, string> =>
  new Map(content.exceptions.map(({ id, number }) => [id, number]));

type HostColumn = Column<ReportHost>;

const nameColumns = ({ words: { say } }: Maker): HostColumn[] => [
  [say('hosts.host'), ({ hostname }) => hostname],
  [say('workbook.fqdn'), ({ fqdn }) => fqdn],
  [say('hosts.fabric'), ({ fabric }) => fabric],
  [say('hosts.cluster'), ({ cluster }) => cluster],
];

/** A silent host has a last snapshot: none came after it. */
const lastColumn = ({ words: { say }, inZone, time }: Maker): HostColumn => [
  inZone(say('silent.last')),
  ({ lastObservedAt }) => time(lastObservedAt),
];

export function hostSheet(maker: Maker): Table {
  const { content, words, inZone, time, yesOrNo } = maker;
  const { say } = words;
  const numbers = numbersOf(maker);
  const columns: HostColumn[] = [
    ...nameColumns(maker),
    [say('hosts.class'), ({ compliance }) => say(`compliance.${compliance}`)],
    [say('hosts.state'), ({ state }) => state],
    [say('workbook.mode'), ({ attestationMode }) => attestationMode],
    [say('workbook.reporting'), ({ reporting }) => reporting],
    [say('causes.causes'), ({ causes }) => causes],
    [inZone(say('hosts.since')), ({ since }) => time(since)],
    [inZone(say('hosts.verified')), ({ verifiedUntil }) => time(verifiedUntil)],
    [say('hosts.lateEvidence'), ({ lateEvidence }) => yesOrNo(lateEvidence)],
    [say('hosts.vms'), ({ shieldedVms }) => shieldedVms],
    [say('workbook.owner'), ({ owner }) => owner],
    [say('exceptions.title'), ({ exceptionIds }) => exceptionIds.map((id) => numbers.get(id) ?? id)],
    [say('causes.satisfied'), ({ checks }) => checks.satisfied],
    [say('causes.failing'), ({ checks }) => checks.failing],
    [say('causes.notDetermined'), ({ checks }) => checks.notDetermined],
    ...(content.period === null ? [] : timeColumns<ReportHost>(maker, ({ verified }) => verified ?? NO_TIME)),
  ];
  return tableOf(say('hosts.title'), columns, content.hosts);
}

type Failing = { host: ReportHost; cause: string; check: ReportHost['failing'][number] | null };

/** One row for each cause of each host that does not pass, with what the host says about it. */
export function failingSheet({ content, words, inZone, time, yesOrNo }: Maker): Table {
  const { say } = words;
  const told = ({ check }: Failing) =>
    (check?.evidence ?? []).map((seen) => evidenceText(words, seen)).join('\n');
  const columns: Column<Failing>[] = [
    [say('failing.host'), ({ host }) => host.hostname],
    [say('hosts.fabric'), ({ host }) => host.fabric],
    [say('hosts.cluster'), ({ host }) => host.cluster],
    [say('hosts.class'), ({ host }) => say(`compliance.${host.compliance}`)],
    [say('failing.state'), ({ host }) => host.state],
    [say('causes.cause'), ({ cause }) => cause],
    [say('workbook.what'), told],
    [say('workbook.agrees'), ({ check }) => (check === null ? null : yesOrNo(isBorneOut(check)))],
    [say('workbook.inferred'), ({ check }) => (check === null ? null : yesOrNo(check.inferred))],
    [say('workbook.pending'), ({ check }) => (check === null ? null : yesOrNo(check.restartPending))],
    [inZone(say('failing.since')), ({ host }) => time(host.since)],
  ];
  const rows = content.hosts.flatMap((host) =>
    host.causes.map((cause) => ({
      host,
      cause,
      check: host.failing.find(({ check }) => check === cause) ?? null,
    })),
  );
  return tableOf(say('workbook.sheets.failing'), columns, rows);
}

export function silentSheet(maker: Maker): Table {
  const { content, words } = maker;
  const { say } = words;
  const columns: HostColumn[] = [
    ...nameColumns(maker),
    lastColumn(maker),
    [say('silent.was'), ({ attestationStatus }) => attestationStatus ?? say('notKnown')],
    [say('silent.reporting'), ({ reporting }) => reporting],
    [say('silent.vms'), ({ shieldedVms }) => shieldedVms],
  ];
  const silent = content.hosts.filter(({ state }) => state === 'Silent');
  return tableOf(say('silent.title'), columns, silent);
}

export function exceptionSheet({ content, words: { say }, inZone, time, yesOrNo }: Maker): Table {
  const names = new Map(content.hosts.map(({ id, hostname }) => [id, hostname]));
  const columns: Column<ReportException>[] = [
    [say('exceptions.number'), ({ number }) => number],
    [say('exceptions.hosts'), ({ hostIds }) => hostIds.map((id) => names.get(id) ?? id)],
    [say('exceptions.covers'), ({ causes }) => causes],
    [say('workbook.reason'), ({ reason }) => reason],
    [say('workbook.control'), ({ control }) => control],
    [say('workbook.owner'), ({ owner }) => owner],
    [say('workbook.requestedBy'), ({ requestedBy }) => requestedBy],
    [inZone(say('workbook.requestedAt')), ({ requestedAt }) => time(requestedAt)],
    [say('workbook.approvedBy'), ({ approvedBy }) => approvedBy],
    [inZone(say('workbook.approvedAt')), ({ approvedAt }) => time(approvedAt)],
    [say('workbook.follows'), ({ follows }) => follows ?? ''],
    [inZone(say('workbook.from')), ({ inForceFrom }) => time(inForceFrom)],
    [inZone(say('workbook.to')), ({ endsAt }) => time(endsAt)],
    [inZone(say('workbook.withdrawnAt')), ({ withdrawnAt }) => time(withdrawnAt)],
    [say('workbook.withdrawnBy'), ({ withdrawnBy }) => withdrawnBy],
    [inZone(say('workbook.review')), ({ reviewAt }) => time(reviewAt)],
    [say('exceptions.inForce'), ({ isInForceAtEnd }) => yesOrNo(isInForceAtEnd)],
  ];
  return tableOf(say('exceptions.title'), columns, content.exceptions);
}

type Left = NonNullable<Maker['content']['period']>['left'][number];

export function leftSheet(maker: Maker): Table {
  const { content, words, inZone, time } = maker;
  const { say } = words;
  const columns: Column<Left>[] = [
    [say('hosts.host'), ({ hostname }) => hostname],
    [say('hosts.fabric'), ({ fabric }) => fabric],
    [say('hosts.cluster'), ({ cluster }) => cluster],
    [inZone(say('workbook.left')), ({ leftAt }) => time(leftAt)],
    ...timeColumns<Left>(maker, ({ verified }) => verified),
  ];
  return tableOf(say('workbook.sheets.left'), columns, content.period?.left ?? []);
}
