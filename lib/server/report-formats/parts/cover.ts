import type { ReportContent } from '@/lib/contracts/report-content';
import type { Words } from '../words';

type Told = { words: Words; content: ReportContent };

function scopeOf({ words, content }: Told): string {
  const { scope, totals, byCluster } = content;
  const clusters = byCluster.filter(({ cluster }) => cluster !== null).length;
  const names = scope.fabrics.join(', ');
  const fabrics = words.say('cover.fabrics', { count: scope.fabrics.length, names });
  return `${fabrics}. ${words.say('cover.size', { clusters, hosts: totals.hosts, vms: totals.vms.total })}`;
}

/** What it is about and made from; `proof` says where its proof stands. */
export function fieldsOf(sheet: Told, proof: string): [string, string][] {
  const { words, content } = sheet;
  const { from, to, asOf, scope, product } = content;
  const { version, judgeVersion, catalogueVersion } = product;
  const period: [string, string][] =
    from !== null && to !== null
      ? [['period', words.say('cover.fromTo', { from: words.long(from), to: words.long(to) })]]
      : [];
  const fields: [string, string][] = [
    ['scope', scopeOf(sheet)],
    ['filter', scope.filter === '' ? words.say('cover.everyHost') : scope.filter],
    ...period,
    ['asOf', `${words.long(asOf)} (${content.timeZone})`],
    ['generated', words.long(content.generatedAt)],
    ['by', content.generatedBy],
    [
      'versions',
      words.say('cover.versionList', { version, judge: judgeVersion, catalogue: catalogueVersion }),
    ],
    ['proof', proof],
  ];
  return fields.map(([key, value]) => [words.say(`cover.${key}`), value]);
}

/** What a report on a period is asked for: its classes are those of its end alone. */
function timeBoxOf({ words, content: { period } }: Told): [string, string][] {
  if (period === null || period.verifiedShare === null) return [];
  const text = words.say('boxes.time', { coverage: words.share(period.coverage) });
  return [[words.share(period.verifiedShare), text]];
}

/** The figures that a reader looks for first, each with what it counts. */
export function boxesOf(told: Told): [string, string][] {
  const { words, content } = told;
  const { totals, states, period } = content;
  const time = timeBoxOf(told);
  if (totals.hosts === 0) return [...time, [words.say('noData'), words.say('boxes.empty')]];
  const of = words.say('boxes.of', { count: totals.compliant, all: totals.hosts });
  const compliant = words.say(period === null ? 'boxes.compliant' : 'boxes.compliantAtEnd', {
    count: totals.compliant,
    rate: words.share(totals.rate),
  });
  return [
    ...time,
    [of, compliant],
    [
      words.count(totals.nonCompliant),
      words.say('boxes.nonCompliant', { count: totals.nonCompliant, silent: states.Silent }),
    ],
    [
      words.count(totals.vms.blocked),
      words.say('boxes.vms', { count: totals.vms.blocked, unverified: totals.vms.unverified }),
    ],
    [words.count(totals.excepted), words.say('boxes.excepted', { count: totals.excepted })],
  ];
}
