import { type HostQuestion, questionInput } from '@/lib/client/host-question';
import { TREND_DAYS } from '@/lib/domain/trend';

export const trendInput = (question: HostQuestion, timeZone: string) => ({
  ...questionInput(question),
  days: TREND_DAYS,
  timeZone,
});
