import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { checkoutRoot } from '@/lib/server/process/checkout';

// Faults of one line each, in every room. Which tests of `npm test` find each one is said beside it; that they do is
// shown by planting them (planted-faults.long.test.ts).

const PlantedFault = z.strictObject({
  file: z.string(),
  /** Stands in the file once. */
  find: z.string().min(1),
  plant: z.string(),
  /** Files of tests, or the name of a check as `check boundaries`. */
  tests: z.array(z.string()).min(1),
});
export type PlantedFault = z.infer<typeof PlantedFault>;

const LIST = path.join(checkoutRoot(), 'test/planted-faults/faults.json');
export const plantedFaults: readonly PlantedFault[] = z
  .array(PlantedFault)
  .parse(JSON.parse(readFileSync(LIST, 'utf8')));

export const nameOf = ({ file, find }: PlantedFault): string => `${file}: ${find}`;
