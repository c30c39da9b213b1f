import { isRecord } from '@/lib/util/guards';
import { ownValues } from '@/lib/util/own-values';
import { hostName } from './host-name';

/** Deeper than any request may nest. */
export const MAX_DEPTH = 32;

/**
 * The objects of a document in which nothing gives a status, by name. Beside a green output each of them is a
 * host without a status, such as one that could not be asked. An empty object counts in a list or at the
 * beginning of a line: PowerShell prints `{}` for an empty property too.
 */
export function namesWithoutStatus(value: unknown, beginsLine: boolean): (string | null)[] {
  const found = namesIn(value, 0);
  return isRecord(value) && ownValues(value).size === 0 && !beginsLine ? [] : found;
}

function namesIn(value: unknown, depth: number): (string | null)[] {
  if (value === null) return [null];
  if (typeof value !== 'object' || depth > MAX_DEPTH) return [];
  const members = ownValues(value);
  if (!isRecord(value)) return [...members.values()].flatMap((member) => namesIn(member, depth + 1));
  if (isOfSelfTest(members)) return [];
  const name = nameOf(members);
  if (name !== null) return [name];
  // An envelope, for example of snapshots, stands for its content.
  const inLists = [...members.values()].filter(Array.isArray).flatMap((list) => namesIn(list, depth + 1));
  return inLists.length > 0 ? inLists : [null];
}

/** The agent's self-test has its own reader. */
const isOfSelfTest = (members: ReadonlyMap<string, unknown>): boolean =>
  [...members.keys()].some((key) => /^(HgsClientFound|Collectors)$/i.test(key));

const NAMES = ['pscomputername', 'hostname', 'computername', 'fqdn', '__server', 'dnshostname'];

export function nameOf(members: ReadonlyMap<string, unknown>): string | null {
  const byLower = new Map([...members].map(([key, value]) => [key.toLowerCase(), value]));
  for (const key of NAMES) {
    const name = hostName(byLower.get(key));
    if (name !== null) return name;
  }
  const host = byLower.get('host');
  return isRecord(host) ? nameOf(ownValues(host)) : null;
}
