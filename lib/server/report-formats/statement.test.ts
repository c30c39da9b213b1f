import { expect, it } from 'vitest';
import { manifestOf, type ReportHead } from '@/lib/domain/report/proof/statement';
import { canonicalJson } from '@/lib/util/canonical-json';
import { reportContent } from '@/test/support/report-content';

const content = reportContent({ hosts: 1 });

it('says in a manifest which installation made the report', () => {
  expect(manifestOf(content, 'kid', []).installation).toEqual(content.installation);
});

it('says nothing of an installation where an earlier version named none, so that its manifest still agrees', () => {
  const { installation: _, ...before } = content satisfies ReportHead;
  expect(canonicalJson(manifestOf(before, 'kid', []))).not.toContain('installation');
});
