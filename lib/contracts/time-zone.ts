import { Text } from '@/lib/contracts/text';

const isZone = (zone: string) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

export const TimeZone = Text.max(100).refine(isZone, { error: 'must be a time zone such as Europe/Paris' });
