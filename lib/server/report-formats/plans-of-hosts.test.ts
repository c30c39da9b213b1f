import { expect, it } from 'vitest';
import { readCsv } from '@/test/support/read-csv';
import { reportContent } from '@/test/support/report-content';
import { csvOfReport } from './csv';
import { plansOfHosts } from './plans-of-hosts';

it('names in the table of hosts each plan that has a task for the host, once', () => {
  const content = reportContent({ hosts: 20 });
  const [open, closed] = content.plans;
  const [first, , , fourth] = open?.tasks ?? [];
  const numbersOf = plansOfHosts(content);
  expect(numbersOf(first?.hostId ?? '')).toEqual([open?.number, closed?.number]);
  expect(numbersOf(fourth?.hostId ?? '')).toEqual([open?.number]);
  expect(numbersOf('nobody')).toEqual([]);
  const [head, ...rows] = readCsv(Buffer.from(csvOfReport(content)).toString('utf8'));
  const column = head?.indexOf('planNumbers') ?? -1;
  const row = rows.find(([id]) => id === first?.hostId);
  expect(row?.[column]).toContain(closed?.number);
});
