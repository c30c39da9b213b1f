import { expect, it } from 'vitest';
import { frameworkNames } from '@/components/reports/framework-names';

it('names frameworks in the order asked for, and one that is gone by its key', () => {
  const known = [
    { framework: 'nis2', name: 'NIS 2' },
    { framework: 'iso-27001-2022', name: 'ISO/IEC 27001 Annex A' },
  ];
  expect(frameworkNames(['iso-27001-2022', 'gone', 'nis2'], known)).toBe(
    'ISO/IEC 27001 Annex A, gone, NIS 2',
  );
});
