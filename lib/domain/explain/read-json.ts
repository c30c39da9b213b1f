import { isRecord } from '@/lib/util/guards';
import { ownValues } from '@/lib/util/own-values';
import { CLIENT_FIELDS, type ClientField, clientField } from './client-fields';

export type JsonReading = {
  /** Null: the host has no HGS client. */
  client: Record<string, unknown> | null;
  facts: unknown;
  fields: Map<ClientField, string>;
  used: Set<number>;
};

const MAX_DEPTH = 8;

/** A snapshot, the agent's self-test, or the client's configuration through ConvertTo-Json. */
export function readJson(text: string, lines: readonly string[]): JsonReading | null {
  const holder = findClient(parseJson(text), 0);
  if (holder === null) return null;
  const values = holder.client === null ? new Map<string, unknown>() : ownValues(holder.client);
  const fields = new Map<ClientField, string>();
  for (const [key, value] of values) {
    const field = clientField(key);
    const shown = shownValue(value);
    if (field !== null && shown !== null) fields.set(field, shown);
  }
  return { ...holder, fields, used: linesOf(lines, holder.client === null) };
}

/** The value between the first bracket and the last; undefined where that is no JSON. */
export function parseJson(text: string): unknown {
  const start = text.search(/[[{]/);
  const end = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
  if (start < 0 || end < start) return undefined;
  try {
    return JSON.parse(text.slice(start, end + 1));
  } catch {
    return undefined;
  }
}

type Holder = Pick<JsonReading, 'client' | 'facts'>;

/** The first object that holds the client's properties, wherever it lies. */
function findClient(value: unknown, depth: number): Holder | null {
  if (depth > MAX_DEPTH || typeof value !== 'object' || value === null) return null;
  const members = ownValues(value);
  if (isRecord(value)) {
    if (members.get('hgsClient') === null) return { client: null, facts: members.get('facts') };
    const hasClient = [...members.keys()].some((key) =>
      /^(attestationStatus(code)?|isHostGuarded)$/i.test(key),
    );
    if (hasClient) return { client: value, facts: null };
  }
  for (const [key, member] of members) {
    const found = findClient(member, depth + 1);
    if (found !== null) return key === 'hgsClient' ? { ...found, facts: members.get('facts') } : found;
  }
  return null;
}

function shownValue(value: unknown): string | null {
  if (Array.isArray(value))
    return value
      .map(shownValue)
      .filter((part) => part !== null)
      .join(', ');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : null;
}

const KEY = new RegExp(`"(${[...CLIENT_FIELDS, 'hgsClient', 'facts', 'readError'].join('|')})" *:`, 'i');
const NULL_CLIENT = /"hgsClient" *: *null/;

function linesOf(lines: readonly string[], isMissing: boolean): Set<number> {
  const pattern = isMissing ? NULL_CLIENT : KEY;
  return new Set([...lines.keys()].filter((index) => pattern.test(lines[index] ?? '')));
}
