import { ExportPlanInput, type PlanDetail } from '@/lib/contracts/plan';
import { audit } from '@/lib/server/audit/record';
import { authorize } from '@/lib/server/auth/authorize';
import type { Verb } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import type { CellValue } from '@/lib/server/files/cell-value';
import { csvOfRows } from '@/lib/server/files/csv';
import { type FileAbout, fileNameOf } from '@/lib/server/files/file-about';
import { parseInput } from '@/lib/server/request/parse-input';
import { getPlan } from './get';
import { planSubject } from './internal';
import { planAsMarkdown } from './markdown';
import { planAsScript } from './script';

/**
 * A plan as a file: text to read and pass on, or its tasks as rows. The export is audited before the first
 * byte leaves.
 */
export async function exportPlan({
  ctx,
  input,
}: Verb<ExportPlanInput>): Promise<{ text: string; fileName: string; about: FileAbout }> {
  authorize(ctx, 'plan.read');
  const { format, lang, id, for: part, at } = parseInput(ExportPlanInput, input);
  if (format === 'ps1' && at !== null)
    throw new ServiceError('invalid_value', 'at: a script is about now, so leave the time out', {
      pointer: '/at',
    });
  // A step has the same number in the script for HGS.
  const plan = await getPlan({ ctx, input: { id, lang, for: format === 'ps1' ? null : part, at } });
  const { number } = plan;
  const detail = { number, format, lang, for: part };
  await audit(ctx.db, ctx, { action: 'plan.exported', subject: planSubject(plan.id), detail });
  const asked = new URLSearchParams(part === null ? [] : [['for', part]]);
  const about = { asked, asOf: at ?? ctx.now };
  // People type the name of a script to run it, and the text of a plan contains its time, so only CSV names
  // carry more.
  const subject = [number, ...(part === null ? [] : [part])].join('-');
  const fileName = format === 'csv' ? fileNameOf(subject, about, format) : `${number}.${format}`;
  return { text: WRITERS[format](plan, { lang, for: part }), fileName, about };
}

type Asked = Pick<ExportPlanInput, 'lang' | 'for'>;

const WRITERS: Record<ExportPlanInput['format'], (plan: PlanDetail, asked: Asked) => string> = {
  md: (plan, { lang }) => planAsMarkdown(plan, lang),
  csv: (plan, { lang }) => csvOfRows(lang, NAMES, rowsOf(plan)),
  ps1: planAsScript,
};

const NAMES = [
  ...['plan', 'order', 'kind', 'cause', 'title', 'hostId', 'hostname', 'cluster', 'state'],
  ...['doneBy', 'doneAt', 'provenAt', 'regressedAt', 'stalled', 'note', 'reason'],
];

const rowsOf = ({ number, groups, uncovered }: PlanDetail): CellValue[][] => [
  ...groups.flatMap(({ order, kind, cause, title, tasks }) =>
    tasks.map((task) => [
      ...[number, order, kind, cause, title, task.hostId, task.hostname, task.cluster, task.state],
      ...[task.doneBy?.name ?? null, task.doneAt, task.provenAt, task.regressedAt],
      ...[String(task.isStalled), task.note, null],
    ]),
  ),
  ...uncovered.map(({ hostId, hostname, cause, text }) => [
    ...[number, null, 'uncovered', cause, null, hostId, hostname, null, null],
    ...[null, null, null, null, null, null, text],
  ]),
];
