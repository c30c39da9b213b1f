import { describe, expect, it } from 'vitest';
import { CHANGE_KINDS } from '@/lib/domain/change-kinds';
import { titleOf } from './change-title';

const told = {
  gained: [] as string[],
  fixed: [] as string[],
  from: 'Passed',
  to: 'Expired' as string | null,
};

describe('titleOf', () => {
  it('has a sentence for every kind there is, and one for those to come', () => {
    for (const kind of CHANGE_KINDS) expect(titleOf({ ...told, kind }), kind).not.toBe('other');
    expect(titleOf({ ...told, kind: 'sold' })).toBe('other');
    // Words of sentences that are no kinds.
    expect(titleOf({ ...told, kind: 'toString' })).toBe('other');
  });

  it('tells from a new state what is new in an old one', () => {
    const kind = 'transition';
    const insecure = { ...told, kind, from: 'InsecureHostConfiguration', to: 'InsecureHostConfiguration' };
    expect(titleOf({ ...told, kind })).toBe('went');
    expect(titleOf({ ...told, kind, from: null })).toBe('turned');
    expect(titleOf({ ...insecure, gained: ['BitLocker'], fixed: ['Iommu'] })).toBe('stillAlso');
    expect(titleOf({ ...insecure, fixed: ['Iommu'] })).toBe('stillBetter');
  });
});
