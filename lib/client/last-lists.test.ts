import { expect, it } from 'vitest';
import { lastListOf, withList } from '@/lib/client/last-lists';

it('a section leads to the list that was last looked at there, without its fabric and its time', () => {
  const hosts = '/hosts?fabric=PAR&state=Passed&cluster=CL+%26+1&at=2026-01-01T00%3A00%3A00.000Z&sort=since';
  const lists = withList(withList('', hosts), '/changes?cause=Firmware');
  expect(lastListOf(lists, '/hosts')).toBe('/hosts?state=Passed&cluster=CL+%26+1&sort=since');
  expect(lastListOf(lists, '/changes')).toBe('/changes?cause=Firmware');
  expect(lastListOf(lists, '/remediation')).toBe('/remediation');
  expect(lastListOf(withList(lists, '/hosts'), '/hosts')).toBe('/hosts');
});

it.each(['%', '//evil.example', '/hosts=https://evil.example', '/hosts=%0d%0a#x', 'https://evil.example'])(
  'the store may hold any text, such as %j, and the address stays one of this console',
  (text) => {
    const { origin, pathname } = new URL(lastListOf(text, '/hosts'), 'https://console.example');
    expect({ origin, pathname }).toEqual({ origin: 'https://console.example', pathname: '/hosts' });
  },
);
