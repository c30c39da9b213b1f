import type { ReportPeriod, VerifiedTime } from '@/lib/contracts/report-content';
import { COMPLIANCE } from '@/lib/domain/vocabulary';
import type { SheetCell } from '@/lib/server/files/xlsx-cells';
import { longestFailingHost } from '../longest-failure';
import { type Column, hours, type Maker, share, type Table, tableOf } from './table';

type Figure = { name: string; value: SheetCell; before: SheetCell };

function figuresOf(maker: Maker, period: ReportPeriod): Figure[] {
  const { say } = maker.words;
  const { before, longestFailure, meanTimeToRepairSeconds } = period;
  const figure = (name: string, value: SheetCell, earlier: SheetCell = null): Figure => ({
    name,
    value,
    before: earlier,
  });
  const inHours = (name: string) => say('workbook.hours', { head: say(`period.${name}`) });
  return [
    figure(say('period.share'), share(period.verifiedShare), share(before?.verifiedShare ?? null)),
    figure(say('period.coverage'), share(period.coverage), share(before?.coverage ?? null)),
    ...COMPLIANCE.map((name) =>
      figure(
        say(`period.${name}`),
        hours(period.seconds[name]),
        before === null ? null : hours(before.seconds[name]),
      ),
    ),
    figure(say('period.late'), hours(period.lateEvidenceSeconds)),
    figure(say('period.toFailing'), period.transitions.toFailing),
    figure(say('period.toPassed'), period.transitions.toPassed),
    figure(say('period.failures'), period.failures.count),
    figure(say('period.failedHosts'), period.failures.hosts),
    figure(say('period.leftOut'), period.failures.leftOut.count),
    figure(say('period.longest'), longestFailingHost(maker.content) ?? say('period.noneFailed')),
    figure(inHours('longest'), longestFailure === null ? null : hours(longestFailure.seconds)),
    figure(
      inHours('repairTime'),
      meanTimeToRepairSeconds === null ? say('period.noRepair') : hours(meanTimeToRepairSeconds),
    ),
    figure(say('period.repairs'), period.repairs.count),
    ...period.hostHoursByCause.map(({ cause, hours: lost }) =>
      figure(`${say('period.byCause')}: ${cause}`, lost),
    ),
  ];
}

export function figureSheet(maker: Maker, period: ReportPeriod): Table {
  const { say } = maker.words;
  const columns: Column<Figure>[] = [
    [say('period.figure'), ({ name }) => name],
    [say('period.value'), ({ value }) => value],
    [say('period.before'), ({ before }) => before],
  ];
  return tableOf(say('period.title'), columns, figuresOf(maker, period));
}

type Place = VerifiedTime & { fabric: string; cluster: string | null; hosts: number };

/** Fabrics first, with an empty cluster; then each cluster. */
export function timeSheet({ words: { say } }: Maker, { byFabric, byCluster }: ReportPeriod): Table {
  const columns: Column<Place>[] = [
    [say('summary.fabric'), ({ fabric }) => fabric],
    [say('summary.cluster'), ({ cluster }) => cluster],
    [say('summary.hosts'), ({ hosts }) => hosts],
    ...COMPLIANCE.map((name): Column<Place> => {
      const head = say('workbook.hours', { head: say(`compliance.${name}`) });
      return [head, (place) => hours(place[name])];
    }),
    [say('hosts.share'), ({ compliantShare }) => share(compliantShare)],
  ];
  const fabrics = byFabric.map((place) => ({ ...place, cluster: null }));
  const clusters = byCluster.map((place) => ({ ...place, cluster: place.cluster ?? say('noCluster') }));
  return tableOf(say('workbook.sheets.periodPlaces'), columns, [...fabrics, ...clusters]);
}

export function daySheet({ words: { say }, inZone, time }: Maker, { days }: ReportPeriod): Table {
  const columns: Column<ReportPeriod['days'][number]>[] = [
    [say('days.day'), ({ day }) => day],
    [inZone(say('cover.asOf')), ({ at }) => time(at)],
    ...COMPLIANCE.map(
      (name): Column<ReportPeriod['days'][number]> => [say(`compliance.${name}`), (day) => day[name]],
    ),
  ];
  return tableOf(say('period.days'), columns, days);
}
