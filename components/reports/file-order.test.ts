import { expect, it } from 'vitest';
import { REPORT_FORMATS } from '@/lib/contracts/words/reports';
import { inReadingOrder } from './file-order';

it('has the PDF first, then what people read and work on, then what programs read, and all evidence last', () => {
  const byName = [...REPORT_FORMATS].sort();
  expect(inReadingOrder(byName, (format) => format)).toEqual([
    'pdf',
    'html',
    'xlsx',
    'csv',
    'failures',
    'json',
    'oscal',
    'zip',
  ]);
});
