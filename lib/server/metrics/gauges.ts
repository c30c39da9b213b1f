import { Gauge, type Registry } from 'prom-client';

export type Sample = { labels?: Record<string, string>; value: number };

type About = { name: string; help: string; labelNames?: readonly string[] };

/** Adds a gauge that reads its series at each scrape, so that a series without a value disappears. */
export function addGauge(registry: Registry, about: About, read: () => readonly Sample[]): void {
  new Gauge({
    ...about,
    registers: [registry],
    collect() {
      this.reset();
      // A reset leaves a gauge without labels at 0, which is a value as well.
      this.remove({});
      for (const { labels = {}, value } of read()) this.set(labels, value);
    },
  });
}

export function addValue(registry: Registry, name: string, help: string, read: () => number): void {
  addGauge(registry, { name, help }, () => [{ value: read() }]);
}

/** A time as the one series of a gauge; no series where there is no time. */
export const momentOf = (at: Date | null): Sample[] => (at === null ? [] : [{ value: at.getTime() / 1000 }]);
