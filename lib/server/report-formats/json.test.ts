import fc from 'fast-check';
import { expect, it } from 'vitest';
import { reportContent, reportContents } from '@/test/support/report-content';
import { jsonOfReport } from './json';

const textOf = async (content: Parameters<typeof jsonOfReport>[0]) =>
  Buffer.from(await jsonOfReport(content)).toString('utf8');

it('is one line of the content in its order, whatever is in it', async () => {
  await fc.assert(
    fc.asyncProperty(reportContents, async (content) => {
      expect(await textOf(content)).toBe(`${JSON.stringify(content)}\n`);
    }),
    { numRuns: 30 },
  );
  const large = reportContent({ hosts: 1_001 });
  expect(await textOf(large)).toBe(`${JSON.stringify(large)}\n`);
});
