import type { CheckCounts } from '@/lib/contracts/report-content';
import { CHECKS, isDocumentedCheck } from '@/lib/domain/vocabulary';
import { addressOf, catalogueText } from '../installation';
import {
  addGap,
  addHeading,
  addList,
  addSection,
  addTable,
  addText,
  type Section,
  type Sheet,
} from './sheet';

function addCauseTable(sheet: Sheet, section: Section): void {
  const { words, content } = sheet;
  const figure = (head: string) => ({ head, width: 13, align: 'right' as const });
  addTable(sheet, section, {
    columns: [
      { head: words.say('causes.cause'), width: 48 },
      figure(words.say('causes.hosts')),
      figure(words.say('causes.alone')),
      figure(words.say('causes.blocked')),
      figure(words.say('causes.freed')),
    ],
    rows: content.causes.map(({ cause, hosts, vmsBlocked, freedAlone }) => [
      cause,
      words.count(hosts),
      words.count(freedAlone.hosts),
      words.count(vmsBlocked),
      words.count(freedAlone.vms),
    ]),
  });
}

const groupOf = (check: string) => (isDocumentedCheck(check) ? CHECKS[check].group : 'other');

function addCheckTable(sheet: Sheet, section: Section): void {
  const { words, content } = sheet;
  const figure = (head: string) => ({ head, width: 9.5, align: 'right' as const });
  const figures = (counts: CheckCounts) => [
    words.count(counts.satisfied),
    words.count(counts.failing),
    words.count(counts.notDetermined),
    words.count(counts.notApplicable),
  ];
  addTable(sheet, section, {
    columns: [
      { head: words.say('causes.check'), width: 38 },
      { head: words.say('causes.group'), width: 24 },
      figure(words.say('causes.satisfied')),
      figure(words.say('causes.failing')),
      figure(words.say('causes.notDetermined')),
      figure(words.say('causes.notApplicable')),
    ],
    rows: content.byCheck.map((counts) => [
      counts.check,
      words.say(`causes.groups.${groupOf(counts.check)}`),
      ...figures(counts),
    ]),
    foot: [words.say('causes.all'), '–', ...figures(content.checks)],
  });
}

/** What keeps hosts from being compliant, and the result of each check on all of them. */
export function addCauses(sheet: Sheet): void {
  const { words, content } = sheet;
  addSection(sheet, words.say('causes.title'), (section) => {
    addHeading(sheet, section, words.say('causes.causes'));
    if (content.causes.length > 0) addCauseTable(sheet, section);
    else if (content.totals.hosts === 0) addText(sheet, section, words.say('noData'));
    else addText(sheet, section, words.say(content.period === null ? 'causes.none' : 'causes.noneAtEnd'));
    addHeading(sheet, section, words.say('causes.checks'));
    addCheckTable(sheet, section);
    addGap(sheet, 4);
    addText(sheet, section, words.say('causes.hint'));
  });
}

/** A host that failed within the period and was repaired must not read like one that never failed. */
function nothingToRepair({ words, content }: Sheet): string {
  const failed = content.period?.failures.hosts ?? 0;
  if (failed === 0) return words.say('repair.none');
  return words.say('repair.noneAtEnd', { count: failed, title: words.say('failures.title') });
}

/** Each cause with its steps and where to find their commands, in the order of the catalogue. */
export function addRepair(sheet: Sheet): void {
  const { words, content } = sheet;
  addSection(sheet, words.say('repair.title'), (section) => {
    if (content.remediation.length === 0) addText(sheet, section, nothingToRepair(sheet));
    else
      addText(sheet, section, words.say('repair.hint', { address: addressOf(content, '/api/v1/catalogue') }));
    for (const { cause, title, steps } of content.remediation) {
      addHeading(sheet, section, title === cause ? cause : `${cause} · ${title}`);
      addList(sheet, section, steps, true);
      const address = catalogueText(content, words, cause);
      addText(sheet, section, words.say('repair.where', { address }), { look: 'small' });
    }
  });
}
