import { valueInSentence } from '@/lib/contracts/words/value-rule';
import type { HostFilter } from '@/lib/domain/host-filter';
import type { Ctx } from '@/lib/server/context';
import { ServiceError } from '@/lib/server/errors';
import { seenFabrics } from './names';

const FABRICS_TOLD = 50;

/**
 * A misspelt name would be answered with zeros, and a schedule would make reports about no host until
 * somebody reads one. `pointer`: where the filter stands.
 */
export async function refuseUnknownFabrics(ctx: Ctx, { fabric }: HostFilter, pointer: string): Promise<void> {
  const asked = [...(fabric?.include ?? []), ...(fabric?.exclude ?? [])];
  if (asked.length === 0) return;
  const known = await seenFabrics(ctx);
  const unknown = asked.find((text) => !known.some(({ id, name }) => text === id || text === name));
  if (unknown === undefined) return;
  const names = known.slice(0, FABRICS_TOLD).map(({ name }) => name);
  const rest = known.length - names.length;
  const there = names.length === 0 ? 'You see none' : `There are ${names.join(', ')}`;
  throw new ServiceError(
    'invalid_value',
    `No fabric is called "${valueInSentence(unknown)}". ${there}${rest > 0 ? `, and ${rest} more` : ''}.`,
    { pointer },
  );
}
