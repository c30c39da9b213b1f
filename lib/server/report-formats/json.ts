import type { ReportContent } from '@/lib/contracts/report-content';

/** One line, in the order of the contract: the same content gives the same bytes. */
export const jsonOfReport = (content: ReportContent): Uint8Array =>
  Buffer.from(`${JSON.stringify(content)}\n`, 'utf8');
