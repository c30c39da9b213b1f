import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { HostFilter } from '@/lib/domain/host-filter';
import { COMPLIANCE } from '@/lib/domain/vocabulary';
import { expectedFleet } from '@/test/support/expected-fleet';
import { matchesHost } from '@/test/support/matches-host';
import { buildFleet, randomFleet, randomMoment } from '@/test/support/random-fleet';
import { hostsOfClass } from './hosts-of-class';

it('asks for the hosts of a class and no others', () => {
  fc.assert(
    fc.property(randomFleet, randomMoment, fc.constantFrom(...COMPLIANCE), (draft, at, word) => {
      const filter = hostsOfClass({}, word) ?? {};
      const hosts = expectedFleet(buildFleet(draft), at);
      const found = hosts.filter((host) => matchesHost(filter, host));
      expect(found).toEqual(hosts.filter(({ compliance }) => compliance === word));
    }),
  );
});

it('keeps what else is asked for, and leaves alone what asks for states itself', () => {
  const cluster = { include: ['CL-1'], exclude: [] };
  expect(hostsOfClass({ cluster }, 'unverified')).toEqual({
    cluster,
    state: { include: ['Silent'], exclude: [] },
  });
  const asked: HostFilter = { state: { include: ['TpmError'], exclude: [] } };
  expect(hostsOfClass(asked, 'nonCompliant')).toBeNull();
});
