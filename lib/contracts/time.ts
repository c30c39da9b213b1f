import { z } from 'zod';
import { isTellableTime, TIME_RULE } from '@/lib/util/rfc3339';

/** A time as everybody gives it who asks for something: one shape, and one sentence where it is another. */
export const TimeText = z.iso
  .datetime({ offset: true, error: `must be ${TIME_RULE}` })
  .refine((text) => isTellableTime(Date.parse(text)), { error: `must be ${TIME_RULE}` });

export const Time = TimeText.transform((text) => new Date(text));
