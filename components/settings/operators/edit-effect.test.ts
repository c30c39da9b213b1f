import { describe, expect, it } from 'vitest';
import { editEffect } from '@/components/settings/operators/edit-effect';
import type { Reach } from '@/components/settings/operators/reach-fields';

const reach = (role: Reach['role'], ...fabrics: string[]): Reach => ({ role, fabrics });
const everywhere = (role: Reach['role']): Reach => ({ role, fabrics: null });

describe('what changing an operator takes away', () => {
  it.each([
    [
      'nothing, where nothing changes',
      reach('viewer', 'A', 'B'),
      reach('viewer', 'B', 'A'),
      null,
      false,
      false,
    ],
    ['a fabric', reach('operator', 'A', 'B'), reach('operator', 'A'), ['B'], false, true],
    ['all fabrics but some', everywhere('operator'), reach('operator', 'A'), 'others', false, true],
    ['nothing, where all are given', reach('operator', 'A'), everywhere('operator'), null, false, true],
    [
      'tokens of who is no administrator any more',
      everywhere('administrator'),
      everywhere('viewer'),
      null,
      true,
      true,
    ],
    ['tokens of a fabric', reach('administrator', 'A', 'B'), reach('administrator', 'A'), ['B'], true, true],
    [
      'nothing, where somebody becomes an administrator',
      everywhere('viewer'),
      everywhere('administrator'),
      null,
      false,
      true,
    ],
  ] as const)('%s', (_what, before, after, lost, endsTokens, isChanged) => {
    expect(editEffect(before, after)).toEqual({ lost, endsTokens, isChanged });
  });
});
