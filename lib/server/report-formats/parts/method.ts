import type { ReportContent } from '@/lib/contracts/report-content';
import { CONTROL_OUTCOMES } from '@/lib/domain/report/controls';
import { reviewedText } from '../words';
import {
  addHeading,
  addList,
  addSection,
  addTable,
  addText,
  type Cell,
  type Section,
  type Sheet,
} from './sheet';

type Framework = ReportContent['frameworks'][number];

function controlRow({ words }: Sheet, result: Framework['results'][number]): Cell[] {
  const { control, title, state, hosts, checks, causes, reason } = result;
  const looksAt = [...checks, ...causes.map((cause) => words.say('frameworks.absent', { cause }))];
  return [
    control,
    [{ text: title }, { text: reason, look: 'small' }, { text: reviewedText(words, result), look: 'small' }],
    words.say(`frameworks.states.${state}`),
    CONTROL_OUTCOMES.map((outcome) => words.count(hosts[outcome])).join(' / '),
    looksAt.map((text) => ({ text })),
  ];
}

function addFramework(sheet: Sheet, section: Section, framework: Framework): void {
  const { words, content } = sheet;
  const { name, version, touched, controls, counted, results } = framework;
  const at = words.long(content.asOf);
  addHeading(sheet, section, `${name} ${version}`);
  addText(sheet, section, words.say('frameworks.touches', { name, version, touched, controls, at }));
  addText(sheet, section, counted);
  if (results.length === 0) return;
  addTable(sheet, section, {
    columns: [
      { head: words.say('frameworks.control'), width: 9 },
      { head: words.say('frameworks.name'), width: 42 },
      { head: words.say('frameworks.state'), width: 12 },
      { head: words.say('frameworks.hosts'), width: 14, align: 'right' },
      { head: words.say('frameworks.checks'), width: 25 },
    ],
    rows: results.map((result) => controlRow(sheet, result)),
    size: 7.8,
  });
}

export function addFrameworks(sheet: Sheet): void {
  const { words, content } = sheet;
  if (content.frameworks.length === 0) return;
  addSection(sheet, words.say('frameworks.title'), (section) => {
    for (const framework of content.frameworks) addFramework(sheet, section, framework);
  });
}

export function addMethod(sheet: Sheet): void {
  const { words, content } = sheet;
  addSection(sheet, words.say('method.title'), (section) => {
    addHeading(sheet, section, words.say('method.definitions'));
    for (const { term, text } of content.definitions) {
      addText(sheet, section, term, { look: 'strong', after: 0 });
      addText(sheet, section, text, { after: 5 });
    }
    addHeading(sheet, section, words.say('method.method'));
    addList(sheet, section, [...content.method, words.say('method.typeface')], false);
  });
}
