import type { ReportPlan } from '@/lib/contracts/report-content';
import { addGap, addSection, addTable, addText, type Cell, type Piece, type Sheet } from './sheet';

/** How many hosts of a plan are listed. All of them are in the workbook and in the JSON. */
const HOSTS_NAMED = 12;

export const hostsOfPlan = ({ tasks }: ReportPlan): string[] => [
  ...new Set(tasks.map(({ hostId }) => hostId)),
];

export const causesOfPlan = ({ tasks }: ReportPlan): string[] => [
  ...new Set(tasks.flatMap(({ causes }) => causes)),
];

/** Includes hosts that left the fleet within a period, because its plans refer to them. */
export function hostNames({ hosts, period }: Sheet['content']): ReadonlyMap<string, string> {
  return new Map([...hosts, ...(period?.left ?? [])].map(({ id, hostname }) => [id, hostname]));
}

function hostPieces({ words }: Sheet, plan: ReportPlan, names: ReadonlyMap<string, string>): Piece[] {
  const ids = hostsOfPlan(plan);
  const count = { text: words.say('exceptions.hostCount', { count: ids.length }), look: 'small' as const };
  const named = ids.slice(0, HOSTS_NAMED).map((id) => ({ text: names.get(id) ?? id }));
  return [count, ...named, ...(ids.length > HOSTS_NAMED ? [{ text: '…' }] : [])];
}

function timePieces({ words }: Sheet, { createdBy, createdAt, closedBy, closedAt }: ReportPlan): Piece[] {
  const made = words.say('plans.made', { name: createdBy, day: words.day(createdAt) });
  if (closedAt === null) return [{ text: made }];
  const closed = words.say('plans.closedBy', {
    name: closedBy ?? words.say('notKnown'),
    day: words.day(closedAt),
  });
  return [{ text: made }, { text: closed }];
}

function proofPieces({ words }: Sheet, { totals }: ReportPlan): Piece[] {
  const { tasks, proven, regressions } = totals;
  const proof: Piece = { text: words.say('plans.provenOf', { proven, tasks }) };
  if (regressions === 0) return [proof];
  return [proof, { text: words.say('plans.regressions', { count: regressions }), look: 'small' }];
}

const rowOf = (sheet: Sheet, plan: ReportPlan, names: ReadonlyMap<string, string>): Cell[] => [
  [{ text: plan.number }, { text: plan.name, look: 'small' }],
  hostPieces(sheet, plan, names),
  causesOfPlan(plan).map((text) => ({ text })),
  plan.owner ?? '–',
  timePieces(sheet, plan),
  proofPieces(sheet, plan),
  { text: sheet.words.say(`plans.states.${plan.state}`), look: 'strong' },
];

export function addPlans(sheet: Sheet): void {
  const { words, content } = sheet;
  const names = hostNames(content);
  addSection(sheet, words.say('plans.title'), (section) => {
    if (content.plans.length === 0) return addText(sheet, section, words.say('plans.none'));
    addTable(sheet, section, {
      columns: [
        { head: words.say('plans.number'), width: 19 },
        { head: words.say('exceptions.hosts'), width: 15 },
        { head: words.say('plans.causes'), width: 18 },
        { head: words.say('workbook.owner'), width: 11 },
        { head: words.say('plans.time'), width: 15 },
        { head: words.say('plans.proven'), width: 13 },
        { head: words.say('exceptions.state'), width: 9 },
      ],
      rows: content.plans.map((plan) => rowOf(sheet, plan, names)),
      size: 7.8,
    });
    addGap(sheet, 4);
    addText(sheet, section, words.say('plans.hint'));
  });
}
