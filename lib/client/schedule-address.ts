import { type NewReport, newReportAddress } from '@/lib/client/report-address';

const NEW = '/reports/schedules/new';

/** With what the form for one report would begin with: both read the same address. */
export const newScheduleAddress = (asked: Partial<NewReport> = {}): string =>
  newReportAddress(asked).replace(/^\/reports\/new/, NEW);

export const scheduleAddress = (id: string): string => `/reports/schedules/${encodeURIComponent(id)}`;
