import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { letterOf } from '@/components/fabric/map-kind';
import { type KindColour, kindsOfMap, MOST_KINDS } from '@/components/fabric/map-kinds';
import { lookOfKind } from '@/components/fabric/map-looks';
import type { MapHost } from '@/lib/contracts/words/map-hosts';
import { STATES } from '@/lib/domain/vocabulary';

const AS_OF = '2026-11-28T12:00:00.000Z';

const host = (said: Partial<MapHost> = {}): MapHost => ({
  ...{ id: 'a', hostname: 'hv', state: 'Passed', causes: [], shieldedVms: null, since: AS_OF },
  ...{ checks: [], firmware: null, os: null, risks: [], isExcepted: false },
  ...said,
});

const legend = (hosts: readonly MapHost[], colour: KindColour) =>
  kindsOfMap(hosts, colour, AS_OF).kinds.map((kind) => [
    letterOf(kind),
    kind.is === 'name' ? kind.name : kind.is === 'age' ? kind.age : kind.is,
    kind.count,
  ]);

describe('the kinds of the map', () => {
  it('are the failing check, several, none, or unknown for a silent host', () => {
    const hosts = [
      host(),
      host({ state: 'Silent' }),
      host({ checks: ['BitLocker'] }),
      host({ checks: ['BitLocker'] }),
      host({ checks: ['BitLocker', 'Iommu'] }),
    ];
    expect(legend(hosts, 'check')).toEqual([
      ['A', 'BitLocker', 2],
      ['B', 'several', 1],
      [null, 'none', 1],
      [null, 'notKnown', 1],
    ]);
  });

  it('are ages in their order, each with the letter that it always has', () => {
    const ago = (minutes: number) =>
      host({ since: new Date(Date.parse(AS_OF) - minutes * 60_000).toISOString() });
    expect(legend([ago(60 * 24 * 40), ago(59), ago(60 * 24 * 2), ago(60 * 24 * 3)], 'age')).toEqual([
      ['A', 'hour', 1],
      ['C', 'week', 2],
      ['E', 'older', 1],
    ]);
  });

  it('share the last colour where there are more than colours', () => {
    const hosts = Array.from({ length: MOST_KINDS + 2 }, (_, index) => host({ firmware: `${10 + index}` }));
    const kinds = legend(hosts, 'firmware');
    expect(kinds).toHaveLength(MOST_KINDS);
    expect(kinds.at(-1)).toEqual(['+', 'others', 3]);
  });

  it('have every host once, whatever hosts say', () => {
    const anyHost = fc.record({
      state: fc.constantFrom(...STATES),
      checks: fc.array(fc.string({ maxLength: 2 }), { maxLength: 3 }),
      firmware: fc.option(fc.string({ maxLength: 2 })),
      os: fc.option(fc.string({ maxLength: 2 })),
      since: fc
        .date({ min: new Date(0), max: new Date(AS_OF), noInvalidDate: true })
        .map((at) => at.toISOString()),
    });
    const colours = fc.constantFrom<KindColour>('check', 'firmware', 'os', 'age');
    fc.assert(
      fc.property(fc.array(anyHost), colours, (said, colour) => {
        const hosts = said.map((one) => host(one));
        const { kinds, kindOf } = kindsOfMap(hosts, colour, AS_OF);
        for (const kind of kinds) {
          expect(hosts.filter((one) => kindOf(one) === kind)).toHaveLength(kind.count);
          expect(lookOfKind(kind) === 'none').toBe(kind.is === 'none');
        }
        expect(kinds.reduce((sum, { count }) => sum + count, 0)).toBe(hosts.length);
      }),
    );
  });
});
