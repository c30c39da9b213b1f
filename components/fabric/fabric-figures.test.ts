import { describe, expect, it } from 'vitest';
import { dayBefore } from '@/components/fabric/day-before';
import { fixHints } from '@/components/fabric/fix-hints';
import { moveInMap } from '@/components/fabric/map-move';
import { addressOfCause, addressOfFreed } from '@/components/fleet/cause-address';
import type { CatalogueEntry } from '@/lib/contracts/catalogue';
import type { AttestationMode } from '@/lib/domain/vocabulary';

const QUESTION = { filter: {}, at: null };
describe('the link of a cause', () => {
  it('asks for exactly its hosts, whatever kind of cause it is', () => {
    expect(addressOfCause('BitLocker', QUESTION)).toBe('/hosts?cause=BitLocker');
    expect(addressOfCause('ContradictoryEvidence', QUESTION)).toBe('/hosts?cause=ContradictoryEvidence');
  });

  it('asks for those that it holds back alone by leaving out all other causes', () => {
    expect(addressOfFreed('BitLocker', ['Iommu', 'BitLocker', 'TpmError'], QUESTION)).toBe(
      '/hosts?cause=BitLocker&cause=-Iommu&cause=-TpmError',
    );
    const many = Array.from({ length: 200 }, (_, index) => `Check${index}`);
    expect(addressOfFreed('Check1', many, QUESTION)).toBeNull();
  });

  it('is none where the question asks for another cause, since no address says "and" within one word', () => {
    const asked = { filter: { cause: { include: ['Iommu'], exclude: [] } }, at: null };
    expect(addressOfCause('Iommu', asked)).toBe('/hosts?cause=Iommu');
    expect(addressOfCause('BitLocker', asked)).toBeNull();
    expect(addressOfFreed('BitLocker', ['Iommu', 'BitLocker'], asked)).toBeNull();
  });
});

describe('the day before', () => {
  it('stays the same for a quarter of an hour', () => {
    const asked = ['2026-11-24T09:30:00.000Z', '2026-11-24T09:44:59.999Z'].map((asOf) =>
      dayBefore(QUESTION, asOf).at.toISOString(),
    );
    expect(asked).toEqual(Array(2).fill('2026-11-23T09:30:00.000Z'));
  });
});

describe('hints of the catalogue', () => {
  const entry = (key: string, title: string, restart: boolean, modes?: AttestationMode[]) =>
    ({ key, kind: 'check', title, modes, steps: [{ restart: false }, { restart }] }) as CatalogueEntry;

  it('say whether a fix restarts the host, and in which modes where it depends', () => {
    const hints = fixHints([
      entry('A', 'a', true),
      entry('B', 'b', false),
      entry('C', 'c', false, ['Tpm']),
      entry('C', 'd', true, ['ActiveDirectory']),
    ]);
    expect(hints).toEqual({
      A: { title: 'a', restart: { need: 'always' } },
      B: { title: 'b', restart: { need: 'never' } },
      C: { title: null, restart: { need: 'some', modes: ['ActiveDirectory'] } },
    });
  });
});

describe('arrows in the map', () => {
  /** Clusters of 10, 3 and 9 hosts, eight cells a line. */
  const move = moveInMap([10, 3, 9]);
  const from = (position: number) => (key: string) => move(key, position, 22);

  it('move by line within a cluster and on to the next one', () => {
    expect(['ArrowDown', 'ArrowRight', 'ArrowLeft', 'ArrowUp'].map(from(1))).toEqual([9, 2, 0, 1]);
    expect(from(7)('ArrowDown')).toBe(9);
    expect(from(9)('ArrowDown')).toBe(11);
    expect(from(12)('ArrowDown')).toBe(15);
    expect(from(15)('ArrowUp')).toBe(12);
    expect(from(11)('ArrowUp')).toBe(9);
  });

  it('end at the edges', () => {
    expect(from(21)('ArrowDown')).toBe(21);
    expect(from(21)('ArrowRight')).toBe(21);
    expect([from(5)('Home'), from(5)('End'), from(5)('Tab')]).toEqual([0, 21, null]);
  });
});
