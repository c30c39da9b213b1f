import type { Family, Labels } from '@/lib/util/prometheus-text';

/** Joins label values; no label of ours contains this character. */
const keyOf = (labels: Labels) => Object.values(labels).join('\u0000');

export type Counter = { add: (labels: Labels, count?: number) => void; family: () => Family };

/** `start`: series that exist from the beginning, so that their first event counts as an increase. */
export function createCounter(name: string, help: string, start: readonly Labels[] = []): Counter {
  const series = new Map(start.map((labels) => [keyOf(labels), { labels, value: 0 }]));
  return {
    add: (labels, count = 1) => {
      const key = keyOf(labels);
      const found = series.get(key);
      if (found) found.value += count;
      else series.set(key, { labels, value: count });
    },
    family: () => ({ name, help, type: 'counter', samples: [...series.values()] }),
  };
}

export type Histogram = { observe: (value: number, labels?: Labels) => void; family: () => Family };

type Distribution = { labels: Labels; counts: number[]; sum: number };

/** `bounds`: upper bounds in ascending order; `+Inf` is above the last. */
export function createHistogram(name: string, help: string, bounds: readonly number[]): Histogram {
  const series = new Map<string, Distribution>();
  const empty = (labels: Labels): Distribution => ({
    labels,
    counts: new Array<number>(bounds.length + 1).fill(0),
    sum: 0,
  });

  function samplesOf({ labels, counts, sum }: Distribution): Family['samples'] {
    let below = 0;
    const buckets = counts.map((count, index) => {
      below += count;
      const bound = bounds[index];
      const le = bound === undefined ? '+Inf' : String(bound);
      return { suffix: '_bucket', labels: { ...labels, le }, value: below };
    });
    return [...buckets, { suffix: '_sum', labels, value: sum }, { suffix: '_count', labels, value: below }];
  }

  return {
    observe: (value, labels = {}) => {
      const key = keyOf(labels);
      const found = series.get(key) ?? empty(labels);
      series.set(key, found);
      const index = bounds.findIndex((bound) => value <= bound);
      const slot = index === -1 ? bounds.length : index;
      found.counts[slot] = (found.counts[slot] ?? 0) + 1;
      found.sum += value;
    },
    family: () => ({ name, help, type: 'histogram', samples: [...series.values()].flatMap(samplesOf) }),
  };
}
