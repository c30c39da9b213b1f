import { z } from 'zod';
import { isTellableTime, TIME_RULE, withSeconds } from '@/lib/util/rfc3339';

/** A time as everybody gives it who asks for something: one shape, and one sentence where it is another. */
export const TimeText = z
  .string()
  .overwrite(withSeconds)
  .check(z.iso.datetime({ offset: true, error: `must be ${TIME_RULE}`, abort: true }))
  .refine((text) => isTellableTime(Date.parse(text)), { error: `must be ${TIME_RULE}` })
  .describe('With its zone; seconds may be left out');

export const Time = TimeText.transform((text) => new Date(text));
