import { afterEach, expect, it, vi } from 'vitest';
import { keepPickedHosts, pickedHosts } from './picked-hosts';

afterEach(() => vi.unstubAllGlobals());

function tabWith(kept: Record<string, string> = {}) {
  const values = new Map(Object.entries(kept));
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => values.get(key) ?? null,
    setItem: (key: string, value: string) => void values.set(key, value),
  });
}

it('gives back to a tab the hosts that it keeps, and none to another', () => {
  tabWith();
  expect(pickedHosts()).toEqual([]);
  const hosts = Array.from({ length: 250 }, (_, index) => `host-${index}`);
  keepPickedHosts(hosts);
  expect(pickedHosts()).toEqual(hosts);
});

it.each([
  ['no JSON', '{'],
  ['no list', '{"0":"a"}'],
  ['no text', '[1,null]'],
])('reads as nothing what is %s', (_, text) => {
  tabWith({ 'guarded-fabric.picked-hosts': text });
  expect(pickedHosts()).toEqual([]);
});
