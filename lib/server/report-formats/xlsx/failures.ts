import type { ReportFailure } from '@/lib/contracts/report-content';
import { type Column, hours, type Maker, type Table, tableOf } from './table';

/** Every listed failure of the period. An end is empty where the host was not repaired; the next column says why. */
export function failureSheet({ content, words: { say }, inZone, time, yesOrNo }: Maker): Table {
  const inHours = (name: string) => say('workbook.hours', { head: say(name) });
  const columns: Column<ReportFailure>[] = [
    [say('failures.host'), ({ hostname }) => hostname],
    [say('hosts.fabric'), ({ fabric }) => fabric],
    [say('hosts.cluster'), ({ cluster }) => cluster],
    [say('failures.causes'), ({ causes }) => causes],
    [inZone(say('failures.from')), ({ from }) => time(from)],
    [say('failures.begunBefore'), ({ begunBefore }) => yesOrNo(begunBefore)],
    [inZone(say('failures.repaired')), ({ to }) => time(to)],
    [say('failures.end'), ({ end }) => say(`failures.ends.${end}`)],
    [inZone(say('failures.lastFailing')), ({ lastFailingAt }) => time(lastFailingAt)],
    [inHours('failures.length'), ({ seconds }) => hours(seconds)],
    [inHours('failures.verified'), ({ failingSeconds }) => hours(failingSeconds)],
    [inHours('failures.exception'), ({ exceptedSeconds }) => hours(exceptedSeconds)],
  ];
  return tableOf(say('failures.title'), columns, content.failures);
}
