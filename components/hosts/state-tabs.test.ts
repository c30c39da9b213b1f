import { describe, expect, it } from 'vitest';
import { stateTabs } from '@/components/hosts/state-tabs';
import { parseHostQuery } from '@/lib/contracts/words/host-query';

const STATES = [
  { value: 'Passed', count: 5, all: 20 },
  { value: 'TpmError', count: 2, all: 3 },
  { value: 'Unknown', count: 1, all: 4 },
  { value: 'Silent', count: 0, all: 2 },
];

function tabsOf(words: string) {
  const reading = parseHostQuery(new URLSearchParams(words));
  if (!reading.ok) throw new Error(reading.message);
  return stateTabs(reading.query, STATES);
}

describe('the tabs above the list', () => {
  it('change the states and keep every other filter, the order and the time, from the first page on', () => {
    const words = 'cluster=CL-1&state=TpmError&q=par&at=2026-01-01T00:00:00.000Z&sort=since&cursor=x';
    const kept = 'q=par&at=2026-01-01T00%3A00%3A00.000Z&sort=since';
    expect(tabsOf(words).map(({ href }) => href)).toEqual([
      `/hosts?cluster=CL-1&${kept}`,
      `/hosts?cluster=CL-1&state=-Passed&state=-Silent&${kept}`,
      `/hosts?cluster=CL-1&state=Silent&${kept}`,
    ]);
  });

  it('count the hosts that a click shows', () => {
    expect(tabsOf('cluster=CL-1').map(({ count, most }) => [count, most])).toEqual([
      [8, 29],
      [3, 7],
      [0, 2],
    ]);
  });

  it.each([
    ['cluster=CL-1&cursor=x', 'all'],
    ['q=par&state=-Passed&state=-Silent', 'failing'],
    ['state=-Silent&state=-Passed', 'failing'],
    ['state=Silent&sort=since', 'silent'],
    ['state=TpmError', undefined],
  ])('say which one %s shows: %s', (words, name) => {
    expect(tabsOf(words).find(({ isCurrent }) => isCurrent)?.name).toBe(name);
  });
});
