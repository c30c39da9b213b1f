import { expect, it } from 'vitest';
import { chosenAddress, newPlanAddress, type PlanFor, readNewPlanAddress, thingOf } from './plan-address';

const [ONE, OTHER] = [1, 2].map((index) => `00000000-0000-4000-8000-00000000000${index}`) as [string, string];

const read = (address: string) => {
  const words = new URL(address, 'http://localhost').searchParams;
  return readNewPlanAddress(Object.fromEntries([...words.keys()].map((word) => [word, words.getAll(word)])));
};

it.each<[PlanFor, string]>([
  [{ hosts: ['a-b'] }, '/plans/new?host=a-b'],
  [{ hosts: [ONE, OTHER] }, `/plans/new?host=${ONE}&host=${OTHER}`],
  [{ picked: 150 }, '/plans/new?picked=150'],
  [{ wave: 'mabc-1' }, '/plans/new?wave=mabc-1'],
  [{ filter: {}, shown: null }, '/plans/new'],
  [{ filter: {}, shown: { count: 12, digest: 'a_b' } }, '/plans/new?count=12&digest=a_b'],
  [
    { filter: { cause: { include: ['SecureBootSettings'], exclude: [] } }, shown: null },
    '/plans/new?cause=SecureBootSettings',
  ],
])('leads to a plan for %j and back', (asked, address) => {
  expect(newPlanAddress(asked)).toBe(address);
  expect(read(address)).toEqual({ ok: true, query: asked });
});

it.each([
  ['/plans/new?wave=mabc-1', 'wave'],
  ['/plans/new?host=a', 'host'],
  ['/plans/new?host=a&wave=mabc-1', 'host'],
])('names in %s a %s', (address, thing) => {
  const reading = read(address);
  expect(reading.ok && thingOf(reading.query)).toBe(thing);
});

it('leaves out the time of an address, since a plan is about now', () => {
  expect(read('/plans/new?host=a&at=2026-11-24T09:00:00Z')).toEqual({ ok: true, query: { hosts: ['a'] } });
});

it('refuses words that no list of hosts has, hosts that are none, and half a selection', () => {
  for (const [address, parameter] of [
    ['/plans/new?host=a&host=b', 'host'],
    ['/plans/new?picked=all', 'picked'],
    ['/plans/new?count=3', 'count'],
    ['/plans/new?count=-1&digest=a', 'count'],
  ] as const)
    expect(read(address)).toMatchObject({ ok: false, parameter });
  expect(read('/plans/new?colour=red')).toMatchObject({ ok: false, parameter: 'colour' });
});

it.each<[PlanFor, string]>([
  [{ hosts: [ONE] }, `/hosts/${ONE}`],
  [{ hosts: [ONE, OTHER] }, '/hosts'],
  [{ picked: 150 }, '/hosts'],
  [{ wave: 'mabc-1' }, '/waves/mabc-1'],
  [{ filter: { q: { include: ['x'], exclude: [] } }, shown: null }, '/hosts?q=x'],
])('leads from %j back to where the hosts were chosen', (asked, address) => {
  expect(chosenAddress(asked)).toBe(address);
});
