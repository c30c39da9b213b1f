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

/** The figures that a reader looks for first, each with what it counts. */
export function boxesOf({ words, content }: Told): [string, string][] {
  const { totals, states } = content;
  if (totals.hosts === 0) return [[words.say('noData'), words.say('boxes.empty')]];
  const of = words.say('boxes.of', { count: totals.compliant, all: totals.hosts });
  return [
    [of, words.say('boxes.compliant', { count: totals.compliant, rate: words.share(totals.rate) })],
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
