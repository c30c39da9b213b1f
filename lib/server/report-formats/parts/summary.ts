import type { ClassTotals } from '@/lib/contracts/report-content';
import { COMPLIANCE, STATES } from '@/lib/domain/vocabulary';
import { extremesOf } from './days';
import { addGap, addSection, addTable, addText, type Column, type Section, type Sheet } from './sheet';

function figuresOf({ words }: Sheet, totals: ClassTotals): string[] {
  return [
    words.count(totals.hosts),
    ...COMPLIANCE.map((name) => words.count(totals[name])),
    words.share(totals.rate),
    words.count(totals.vms.total),
    words.count(totals.vms.blocked),
    words.count(totals.vms.unverified),
  ];
}

function columnsOf({ words }: Sheet, first: readonly Column[]): Column[] {
  const column = (head: string, width = 10): Column => ({ head, width, align: 'right' });
  return [
    ...first,
    column(words.say('summary.hosts'), 8),
    ...COMPLIANCE.map((name) => column(words.say(`compliance.${name}`), 11)),
    column(words.say('summary.rate'), 9),
    column(words.say('summary.vms'), 11),
    column(words.say('summary.blocked')),
    column(words.say('summary.unverifiedVms'), 11),
  ];
}

function addByFabric(sheet: Sheet, section: Section): void {
  const { words, content } = sheet;
  addTable(sheet, section, {
    columns: columnsOf(sheet, [{ head: words.say('summary.fabric'), width: 18 }]),
    rows: content.byFabric.map((totals) => [totals.fabric, ...figuresOf(sheet, totals)]),
    foot: [words.say('summary.all'), ...figuresOf(sheet, content.totals)],
    size: 8,
  });
}

/** Comes after the overview, because there may be hundreds of clusters. */
export function addClusters(sheet: Sheet): void {
  const { words, content } = sheet;
  if (content.byCluster.length === 0) return;
  addSection(sheet, words.say('summary.clusters'), (section) => {
    addTable(sheet, section, {
      columns: columnsOf(sheet, [
        { head: words.say('summary.cluster'), width: 17 },
        { head: words.say('summary.fabric'), width: 13 },
      ]),
      rows: content.byCluster.map((totals) => [
        totals.cluster ?? words.say('noCluster'),
        totals.fabric,
        ...figuresOf(sheet, totals),
      ]),
      size: 7.6,
    });
  });
}

export function addSummary(sheet: Sheet): void {
  const { words } = sheet;
  addSection(sheet, words.say('summary.title'), (section) => {
    addByFabric(sheet, section);
    addGap(sheet, 4);
    addText(sheet, section, words.say('summary.hint'));
  });
}

export function addStates(sheet: Sheet): void {
  const { words, content } = sheet;
  const { hosts } = content.totals;
  addSection(sheet, words.say('states.title'), (section) => {
    if (hosts === 0) return addText(sheet, section, words.say('noData'));
    sheet.surface.stateBar(section);
    addTable(sheet, section, {
      columns: [
        { head: words.say('states.state'), width: 27 },
        { head: words.say('states.meaning'), width: 57 },
        { head: words.say('states.hosts'), width: 8, align: 'right' },
        { head: words.say('states.share'), width: 8, align: 'right' },
      ],
      rows: STATES.map((state) => [
        { text: state, glyph: state },
        words.meaning(state),
        words.count(content.states[state]),
        words.share(content.states[state] / hosts),
      ]),
    });
  });
}

export function addDays(sheet: Sheet): void {
  const { words, content } = sheet;
  const days = content.period?.days ?? [];
  if (days.length === 0 || content.totals.hosts === 0) return;
  addSection(sheet, words.say('days.title'), (section) => {
    sheet.surface.daysChart(section);
    addText(
      sheet,
      section,
      words.say('days.caption', { ...extremesOf(sheet, days), zone: content.timeZone }),
    );
  });
}
