import { type NewReport, newReportAddress } from '@/lib/client/new-report-address';

const NEW = '/reports/schedules/new';

/** The form begins with the same values as the form for one report: both read the same address. */
export const newScheduleAddress = (asked: Partial<NewReport> = {}): string =>
  newReportAddress(asked).replace(/^\/reports\/new/, NEW);

export const scheduleAddress = (id: string): string => `/reports/schedules/${encodeURIComponent(id)}`;
