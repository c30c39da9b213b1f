import type { ReportContent } from '@/lib/contracts/report-content';
import { addHeading, addList, addSection, addTable, addText, type Section, type Sheet } from './sheet';

type Framework = ReportContent['frameworks'][number];

function addFramework(sheet: Sheet, section: Section, framework: Framework): void {
  const { words } = sheet;
  const { name, version, touched, controls, results } = framework;
  addHeading(sheet, section, `${name} ${version}`);
  addText(sheet, section, words.say('frameworks.touches', { name, version, touched, controls }));
  if (results.length === 0) return;
  addTable(sheet, section, {
    columns: [
      { head: words.say('frameworks.control'), width: 10 },
      { head: words.say('frameworks.name'), width: 34 },
      { head: words.say('frameworks.state'), width: 14 },
      { head: words.say('frameworks.hosts'), width: 18, align: 'right' },
      { head: words.say('frameworks.checks'), width: 24 },
    ],
    rows: results.map(
      ({ control, title, state, hosts, checks, source, relation, reviewedBy, reviewedAt }) => [
        control,
        [
          { text: title },
          {
            text: words.say('frameworks.reviewed', { source, relation, by: reviewedBy, on: reviewedAt }),
            look: 'small' as const,
          },
        ],
        words.say(`frameworks.states.${state}`),
        [hosts.satisfied, hosts.failing, hosts.notDetermined].map(words.count).join(' / '),
        checks.length === 0 ? '–' : checks.map((text) => ({ text })),
      ],
    ),
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
