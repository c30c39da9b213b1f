import { CHECK_LIMITS, NAME_LIMITS } from '@/lib/contracts/agent';
import { readHgsClient } from '@/lib/domain/read-hgs-client';
import { isRecord } from '@/lib/util/guards';
import type { Rejection } from './rejection';

/**
 * The first name in an item that is too long, or null. Field names of the HGS client may differ in case, as
 * everywhere.
 */
export function findLongName(item: Record<string, unknown>): Rejection | null {
  for (const [part, limits] of Object.entries(NAME_LIMITS)) {
    const said = item[part];
    if (!isRecord(said)) continue;
    for (const [key, value] of Object.entries(said)) {
      const limit = part === 'hgsClient' ? limitOf(limits, key) : limits[key];
      if (limit !== undefined && isLonger(value, limit)) return tooLong(limit, `/${part}/${key}`);
    }
  }
  return findLongCheck(item.hgsClient);
}

function limitOf(limits: Readonly<Record<string, number>>, key: string): number | undefined {
  const word = Object.keys(limits).find((name) => name.toLowerCase() === key.toLowerCase());
  return word === undefined ? undefined : limits[word];
}

/** A UTF-16 unit takes at most three bytes in UTF-8, so most texts need not be measured. */
function isLonger(value: unknown, limit: number): boolean {
  return typeof value === 'string' && value.length * 3 > limit && Buffer.byteLength(value) > limit;
}

const tooLong = (limit: number, pointer: string): Rejection => ({
  code: 'too_large',
  message: `This name may hold ${limit} bytes`,
  pointer,
});

const SUBSTATUS = /^attestationsubstatus(code)?$/i;

function findLongCheck(hgsClient: unknown): Rejection | null {
  if (!isRecord(hgsClient)) return null;
  const key = Object.keys(hgsClient).find((name) => SUBSTATUS.test(name) && !isShort(hgsClient[name]));
  if (key === undefined) return null;
  const { checks } = readHgsClient(hgsClient);
  const pointer = `/hgsClient/${key}`;
  const { nameBytes, names } = CHECK_LIMITS;
  if (checks.some(({ name }) => isLonger(name, nameBytes))) return tooLong(nameBytes, pointer);
  if (checks.length <= names) return null;
  return { code: 'too_large', message: `A substatus may name ${names} checks`, pointer };
}

/** Whether the value is too short to hold a long name or many names, so that most substatuses need not be read. */
const isShort = (value: unknown) =>
  value === null ||
  typeof value === 'number' ||
  (typeof value === 'string' && value.length * 3 <= CHECK_LIMITS.nameBytes);
