import type { ReportPlan } from '@/lib/contracts/report-content';
import { hostNames } from '../parts/plans';
import { type Column, type Maker, type Table, tableOf } from './table';

type Row = ReportPlan & { task: ReportPlan['tasks'][number] };

/** One row for each task: its plan, and its progress. */
export function planSheet({ content, words: { say }, inZone, time }: Maker): Table {
  const names = hostNames(content);
  const columns: Column<Row>[] = [
    [say('plans.number'), ({ number }) => number],
    [say('workbook.title'), ({ name }) => name],
    [say('workbook.owner'), ({ owner }) => owner],
    [say('exceptions.state'), ({ state }) => say(`plans.states.${state}`)],
    [say('plans.createdBy'), ({ createdBy }) => createdBy],
    [inZone(say('plans.createdAt')), ({ createdAt }) => time(createdAt)],
    [say('plans.endedBy'), ({ closedBy }) => closedBy],
    [inZone(say('plans.endedAt')), ({ closedAt }) => time(closedAt)],
    [say('plans.ofAll'), ({ totals }) => totals.tasks],
    [say('plans.proven'), ({ totals }) => totals.proven],
    [say('plans.cameBack'), ({ totals }) => totals.regressions],
    [say('hosts.host'), ({ task }) => names.get(task.hostId) ?? task.hostId],
    [say('plans.work'), ({ task }) => say(`plans.kinds.${task.kind}`)],
    [say('plans.causes'), ({ task }) => task.causes],
    [say('plans.task'), ({ task }) => say(`plans.tasks.${task.state}`)],
    [inZone(say('plans.provenAt')), ({ task }) => time(task.provenAt)],
    [say('plans.regressed'), ({ task }) => task.regressions],
  ];
  const rows = content.plans.flatMap((plan) => plan.tasks.map((task) => ({ ...plan, task })));
  return tableOf(say('plans.title'), columns, rows);
}
