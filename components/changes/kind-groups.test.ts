import { expect, it } from 'vitest';
import { CHANGE_KINDS } from '@/lib/domain/changes';
import { KIND_GROUPS } from './kind-groups';

it('has every kind in one group', () => {
  expect(Object.values(KIND_GROUPS).flat().sort()).toEqual([...CHANGE_KINDS].sort());
});
