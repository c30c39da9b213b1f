import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReportContent } from '@/lib/contracts/report-content';
import { reportContent, reportContents } from '@/test/support/report-content';
import { runs } from '@/test/support/runs';

describe('reports made for tests', () => {
  it('are what the contract says a report is, and the same for the same shape', () => {
    const property = fc.property(reportContents, (content) => {
      expect(ReportContent.parse(content)).toEqual(content);
    });
    fc.assert(property, { numRuns: runs({ push: 10, long: 200 }) });
    expect(reportContent({ seed: 3 })).toEqual(reportContent({ seed: 3 }));
  });

  it('have hosts of every class, whose classes and states add up', () => {
    const { totals, states } = reportContent();
    expect(totals.compliant + totals.excepted + totals.nonCompliant + totals.unverified).toBe(totals.hosts);
    expect(Object.values(states).reduce((sum, count) => sum + count, 0)).toBe(totals.hosts);
    expect(
      Math.min(totals.compliant, totals.excepted, totals.nonCompliant, totals.unverified),
    ).toBeGreaterThan(0);
  });
});
