import { z } from 'zod';
import { isTellableTime, TIME_RULE, withSeconds } from '@/lib/util/rfc3339';

const WithSeconds = z.iso.datetime({ offset: true });

/** What OpenAPI publishes: `date-time`, and the pattern that zod makes of it, ask for seconds. */
const PATTERN = String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$`;

/** A time as everybody gives it who asks for something: one shape, and one sentence where it is another. */
export const TimeText = z
  .string()
  .overwrite(withSeconds)
  .refine((text) => WithSeconds.safeParse(text).success, { error: `must be ${TIME_RULE}`, abort: true })
  .refine((text) => isTellableTime(Date.parse(text)), { error: `must be ${TIME_RULE}` })
  .meta({ description: 'With its zone; seconds may be left out', pattern: PATTERN });

export const Time = TimeText.transform((text) => new Date(text));
