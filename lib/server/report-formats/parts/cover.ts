import type { ReportContent } from '@/lib/contracts/report-content';
import { installationText } from '../installation';
import type { Words } from '../words';

type Told = { words: Words; content: ReportContent };

function scopeOf({ words, content }: Told): string {
  const { scope, totals, byCluster } = content;
  const clusters = byCluster.filter(({ cluster }) => cluster !== null).length;
  const names = scope.fabrics.join(', ');
  const fabrics = words.say('cover.fabrics', { count: scope.fabrics.length, names });
  return `${fabrics}. ${words.say('cover.size', { clusters, hosts: totals.hosts, vms: totals.vms.total })}`;
}

const FABRIC_WORD = 'fabric';

/** A report on passing hosts would read like one on a whole fabric, unless it says which hosts it leaves out. */
export function filterText({ words, content: { scope } }: Told): string {
  if (scope.filter === '') return words.say('cover.everyHost');
  const isSelection = [...new URLSearchParams(scope.filter).keys()].some((word) => word !== FABRIC_WORD);
  return isSelection ? `${scope.filter}. ${words.say('cover.selected')}.` : scope.filter;
}

function periodOf({ words, content }: Told, { from, to }: { from: string; to: string }): string {
  const range = words.say('cover.fromTo', { from: words.long(from), to: words.long(to) });
  return withKnownFrom(words, range, content.period?.knownFrom ?? null);
}

/** Since when anything is known, if a moment or a period begins before; otherwise null. */
export function knownFromText({ words, content: { knownFrom, period } }: Told): string | null {
  const first = knownFrom ?? period?.knownFrom ?? null;
  return first === null ? null : words.say('cover.knownFrom', { first: words.long(first) });
}

/** Adds the beginning of history: "no host" before it would otherwise read as if there had been none. */
const withKnownFrom = (words: Words, time: string, first: string | null): string =>
  first === null ? time : `${time}. ${words.say('cover.knownFrom', { first: words.long(first) })}`;

/** A report made this soon may differ from a later one by snapshots that were on their way. */
function generatedOf({ words, content: { generatedAt, evidence } }: Told): string {
  const at = words.long(generatedAt);
  if (Date.parse(generatedAt) >= Date.parse(evidence.settledAt)) return at;
  return `${at}. ${words.say('cover.unsettled', { at: words.long(evidence.settledAt) })}`;
}

/**
 * What the report is about and made from; `proof` says where its proof is. `kid` is the fingerprint of the
 * signing key, to be compared with the operator's; null if it is not signed yet.
 */
export function fieldsOf(sheet: Told, proof: string, kid: string | null): [string, string][] {
  const { words, content } = sheet;
  const { from, to, asOf, product } = content;
  const { version, judgeVersion, catalogueVersion } = product;
  const installation = installationText(content);
  const period: [string, string][] =
    from !== null && to !== null ? [['period', periodOf(sheet, { from, to })]] : [];
  const fields: [string, string][] = [
    ['scope', scopeOf(sheet)],
    ['filter', filterText(sheet)],
    ...period,
    ['asOf', withKnownFrom(words, `${words.long(asOf)} (${content.timeZone})`, content.knownFrom)],
    ...(installation === null ? [] : [['installation', installation] satisfies [string, string]]),
    ['generated', generatedOf(sheet)],
    ['by', content.generatedBy],
    [
      'versions',
      words.say('cover.versionList', { version, judge: judgeVersion, catalogue: catalogueVersion }),
    ],
    ['proof', proof],
    ...(kid === null ? [] : [['key', kid] satisfies [string, string]]),
  ];
  return fields.map(([key, value]) => [words.say(`cover.${key}`), value]);
}

/** The main figure of a report on a period: its classes are only those of its end. */
function timeBoxOf({ words, content: { period } }: Told): [string, string][] {
  if (period === null || period.verifiedShare === null) return [];
  const text = words.say('boxes.time', { coverage: words.share(period.coverage) });
  return [[words.share(period.verifiedShare), text]];
}

/** The figures that a reader looks for first, each with its meaning. */
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
