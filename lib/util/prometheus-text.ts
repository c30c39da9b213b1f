/** Label values are text from anywhere; the printer escapes them. Names are ours, from the code alone. */
export type Labels = Readonly<Record<string, string>>;

export type Sample = { labels: Labels; value: number };

export type Family = {
  name: string;
  help: string;
  type: 'counter' | 'gauge' | 'histogram';
  /** `suffix`: `_bucket`, `_sum` and `_count` of a histogram. */
  samples: readonly (Sample & { suffix?: string })[];
};

export const PROMETHEUS_TEXT = 'text/plain; version=0.0.4; charset=utf-8';

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\n': '\\n', '"': '\\"' };

/** A lone surrogate is no UTF-8, and would make the whole answer unreadable. */
const wellFormed = (text: string) => text.replace(/\p{Cs}/gu, '\ufffd');

function printLabels(labels: Labels): string {
  const pairs = Object.entries(labels).map(
    ([name, value]) =>
      `${name}="${wellFormed(value).replace(/[\\\n"]/g, (found) => ESCAPES[found] ?? found)}"`,
  );
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
}

function printNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Number.POSITIVE_INFINITY) return '+Inf';
  return value === Number.NEGATIVE_INFINITY ? '-Inf' : String(value);
}

/** The text format of Prometheus, version 0.0.4. */
export function printFamilies(families: readonly Family[]): string {
  const lines = families.flatMap(({ name, help, type, samples }) => [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...samples.map(
      ({ suffix = '', labels, value }) => `${name}${suffix}${printLabels(labels)} ${printNumber(value)}`,
    ),
  ]);
  return `${lines.join('\n')}\n`;
}
