import { expect, it } from 'vitest';
import { planFileAddress } from '@/lib/client/plan-file-address';

it('leads to the file, and to the part of the administrator of HGS', () => {
  expect(planFileAddress('x', 'fr')).toBe('/api/v1/plans/x?format=md&lang=fr');
  expect(planFileAddress('x', 'en', { part: 'hgs' })).toBe('/api/v1/plans/x?format=md&lang=en&for=hgs');
  expect(planFileAddress('x', 'fr', { format: 'csv' })).toBe('/api/v1/plans/x?format=csv&lang=fr');
  expect(planFileAddress('x', 'en', { format: 'ps1' })).toBe('/api/v1/plans/x?format=ps1&lang=en');
});
