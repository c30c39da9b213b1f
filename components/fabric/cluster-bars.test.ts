import fc from 'fast-check';
import { expect, it } from 'vitest';
import { barsOf } from '@/components/fabric/cluster-bars';

it('fills the cell with bars upon each other, each of which is seen', () => {
  const counts = fc.array(fc.integer({ min: 1, max: 1_000 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(counts, (parts) => {
      const bars = barsOf(parts);
      expect(bars).toHaveLength(parts.length);
      expect(bars[0]?.from).toBe(0);
      expect(bars.at(-1)?.to).toBeCloseTo(1);
      for (const [index, { from, to }] of bars.entries()) {
        expect(from).toBe(bars[index - 1]?.to ?? 0);
        expect(to - from).toBeGreaterThan(0.05);
      }
    }),
  );
});

it('gives most of the cell to what most hosts are', () => {
  const [few, most] = barsOf([1, 24]);
  expect(few?.to).toBeLessThan(0.15);
  expect(most?.to).toBeCloseTo(1);
});
