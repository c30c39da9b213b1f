import { expect, it } from 'vitest';
import { inOrderOfNeed, openCauses } from '@/components/plans/uncovered-order';

const passed = { hostname: 'HV-A', reason: 'passed' as const };
const open = { hostname: 'HV-B', reason: 'noAbleNode' as const };

it('puts what stays open before hosts that need nothing, and counts it alone', () => {
  expect(inOrderOfNeed([passed, open])).toEqual([open, passed]);
  expect(openCauses([passed, open])).toBe(1);
  expect(openCauses([passed])).toBe(0);
});
