import { expect, type Page } from '@playwright/test';
import type { CreatedReport, CreateReportInput, ReportList, ReportRow } from '@/lib/contracts/reports';

/** The browser tests beside it make the machine slow; a report that failed is told at once, and not after this. */
const MADE_WITHIN_MS = 30_000;

/** Waits until a report is made, by asking the server and not for a length of time; one that fails ends it. */
export async function untilMade(page: Page, number: string): Promise<ReportRow> {
  let report: ReportRow | undefined;
  const isOver = async () => {
    report = await (await page.request.get(`/api/v1/reports/${number}`)).json();
    return report?.state !== 'queued' && report?.state !== 'running';
  };
  await expect.poll(isOver, { timeout: MADE_WITHIN_MS }).toBe(true);
  expect(report).toMatchObject({ state: 'ready' });
  return report as ReportRow;
}

/** A report that the server made for who is signed in. */
export async function madeReport(
  page: Page,
  server: { address: string },
  data: CreateReportInput,
): Promise<ReportRow> {
  const headers = { origin: server.address };
  const answer = await page.request.post('/api/v1/reports', { data, headers });
  const { number }: CreatedReport = await answer.json();
  return untilMade(page, number);
}

/** The newest report that who is signed in may see. */
export async function newestReport(page: Page): Promise<ReportRow> {
  const list: ReportList = await (await page.request.get('/api/v1/reports?limit=1')).json();
  const [newest] = list.reports;
  if (newest === undefined) throw new Error('There is no report yet');
  return newest;
}

export const scheduleRow = (page: Page, name: string) =>
  page.getByRole('table', { name: 'Schedules' }).getByRole('row').filter({ hasText: name });
