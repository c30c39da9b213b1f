import { describe, expect, it } from 'vitest';
import { defaultHostQuery } from '@/lib/contracts/words/host-query';
import {
  enrollAddress,
  fabricAddress,
  hostAddress,
  hostsAddress,
  hostsExportAddress,
  onlyHosts,
} from './host-address';

const AT = new Date('2026-11-23T17:00:00.000Z');

describe('addresses of hosts', () => {
  it('are these', () => {
    const query = {
      ...defaultHostQuery(),
      filter: {
        q: { include: ['a&b'], exclude: [] },
        state: { include: ['Silent' as const], exclude: ['Passed' as const] },
        cluster: { include: ['CL-1', 'CL 2'], exclude: [] },
      },
      sort: 'since' as const,
      order: 'desc' as const,
      cursor: 'abc',
    };
    expect({
      fabric: fabricAddress(),
      fabricThen: fabricAddress({ filter: { fabric: { include: ['PAR'], exclude: [] } }, at: AT }),
      all: hostsAddress(),
      asked: hostsAddress(query),
      past: hostsAddress({ ...query, at: AT, limit: 100 }),
      one: hostAddress('01a2104e-f697-718c-af14-bf27da2f48fb'),
      formerly: hostAddress('01a2104e-f697-718c-af14-bf27da2f48fb', AT),
      fileInOrder: hostsExportAddress(defaultHostQuery(), { format: 'csv', lang: 'en' }),
      columns: hostsExportAddress(defaultHostQuery(), { format: 'csv', lang: 'en' }, ['state', 'id']),
      json: hostsExportAddress(defaultHostQuery(), { format: 'json', lang: 'en' }, ['state', 'id']),
      byName: hostsAddress({ sort: 'hostname' }),
      file: hostsExportAddress(query, { format: 'xlsx', lang: 'fr' }),
      add: enrollAddress({}),
      addHere: enrollAddress({
        fabric: { include: ['PAR'], exclude: [] },
        q: { include: ['a'], exclude: [] },
      }),
      count: hostsAddress(onlyHosts('state', 'TpmError')),
    }).toEqual({
      fabric: '/',
      fabricThen: '/?fabric=PAR&at=2026-11-23T17%3A00%3A00.000Z',
      all: '/hosts',
      asked:
        '/hosts?cluster=CL-1&cluster=CL+2&state=Silent&state=-Passed&q=a%26b&sort=since&order=desc&cursor=abc',
      past: '/hosts?cluster=CL-1&cluster=CL+2&state=Silent&state=-Passed&q=a%26b&at=2026-11-23T17%3A00%3A00.000Z&sort=since&order=desc&limit=100&cursor=abc',
      one: '/hosts/01a2104e-f697-718c-af14-bf27da2f48fb',
      formerly: '/hosts/01a2104e-f697-718c-af14-bf27da2f48fb?at=2026-11-23T17%3A00%3A00.000Z',
      fileInOrder: '/api/v1/hosts/export?format=csv&lang=en&sort=severity',
      columns: '/api/v1/hosts/export?format=csv&lang=en&columns=state%2Cid&sort=severity',
      json: '/api/v1/hosts/export?format=json&lang=en&sort=severity',
      byName: '/hosts?sort=hostname',
      file: '/api/v1/hosts/export?format=xlsx&lang=fr&cluster=CL-1&cluster=CL+2&state=Silent&state=-Passed&q=a%26b&sort=since&order=desc',
      add: '/enroll',
      addHere: '/enroll?fabric=PAR',
      count: '/hosts?state=TpmError',
    });
  });
});
