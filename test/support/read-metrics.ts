// A reader of Prometheus' text format, apart from the code that prints it.

type Series = { name: string; labels: Record<string, string>; value: number };
export type ReadFamily = { name: string; type: string; samples: Series[] };

export async function metricsOf(address: string, headers: Record<string, string>): Promise<string> {
  const response = await fetch(`${address}/api/metrics`, { headers });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  if (!response.headers.get('content-type')?.startsWith('text/plain; version=0.0.4'))
    throw new Error(`not Prometheus text: ${response.headers.get('content-type')}`);
  return response.text();
}

const SERIES = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (-?[0-9.e+-]+|[+-]Inf|NaN)$/;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/y;
const UNESCAPED: Readonly<Record<string, string>> = { '\\n': '\n', '\\"': '"', '\\\\': '\\' };

function readLabels(text: string): Record<string, string> {
  const labels: Record<string, string> = {};
  LABEL.lastIndex = 0;
  for (let at = 0; at < text.length; at = LABEL.lastIndex) {
    const [, name = '', value = ''] = LABEL.exec(text) ?? [];
    if (name === '') throw new Error(`not labels: ${text}`);
    labels[name] = value.replace(/\\["\\n]/g, (found) => UNESCAPED[found] ?? found);
  }
  return labels;
}

function readSeries(line: string): Series {
  const [, name = '', labels = '', value = ''] = SERIES.exec(line) ?? [];
  if (name === '') throw new Error(`not a series: ${line}`);
  return { name, labels: readLabels(labels), value: Number(value.replace('Inf', 'Infinity')) };
}

/** Throws for a line that is neither empty nor a comment nor a series of the family that was opened before it. */
export function familiesOf(text: string): ReadFamily[] {
  const families: ReadFamily[] = [];
  for (const line of text.trimEnd().split('\n')) {
    const [, name = '', type = ''] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
    if (name !== '') families.push({ name, type, samples: [] });
    else if (line !== '' && !line.startsWith('# HELP ')) {
      const series = readSeries(line);
      const family = families.at(-1);
      if (
        !family ||
        series.name.replace(/_(bucket|sum|count)$/, '') !== family.name.replace(/_(bucket|sum|count)$/, '')
      )
        throw new Error(`a series outside its family: ${line}`);
      family.samples.push(series);
    }
  }
  return families;
}

/** The sum of the series that have these labels; 0 where there is none. */
export function seriesSum(text: string, name: string, labels: Record<string, string> = {}): number {
  return familiesOf(text)
    .flatMap(({ samples }) => samples)
    .filter((series) => series.name === name)
    .filter((series) => Object.entries(labels).every(([label, value]) => series.labels[label] === value))
    .reduce((sum, { value }) => sum + value, 0);
}

/** Names of our metrics in PromQL, wherever it is written down. */
export function metricNamesIn(text: string): string[] {
  return [...new Set(text.match(/\b(?:gf|process)_[a-z0-9_]+\b/g) ?? [])];
}

/** Labels that PromQL asks of our metrics: what stands in braces after a name, or in `by (…)` of the expression. */
export function labelsAskedIn(expression: string): { names: string[]; labels: string[] } {
  const names = metricNamesIn(expression);
  const matched = [...expression.matchAll(/([a-z_]+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label = '']) => label);
  const grouped = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(','));
  return { names, labels: [...new Set([...matched, ...grouped.map((label) => label.trim())])] };
}
