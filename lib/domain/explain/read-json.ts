import { isAttestationStatus, isState } from '@/lib/domain/vocabulary';
import { isRecord } from '@/lib/util/guards';
import { ownValues } from '@/lib/util/own-values';
import { CLIENT_FIELDS, type ClientField, clientField } from './client-fields';
import { hostName, isAttestationRecord } from './host-name';
import { readDocuments } from './json-documents';
import { holdsRefusal } from './refusing-words';

export type JsonHost = {
  name: string | null;
  /** Null: the host has no HGS client. */
  client: Record<string, unknown> | null;
  facts: unknown;
  /** An attempt of which HGS has a record. */
  isRecord: boolean;
  fields: Map<ClientField, string>;
  lines: number[];
};

export type JsonReading = {
  hosts: JsonHost[];
  /** Something in it says, outside of the client's properties, something else than Passed, or it was cut. */
  isDisputed: boolean;
  used: Set<number>;
  /** The lines of the text with blanks where the documents that hold a host stand: each value of those was read. */
  outside: readonly string[];
};

/** Deeper than any request may nest. */
const MAX_DEPTH = 32;

/** Snapshots, the agent's self-test, answers of this API, or the client's configuration through ConvertTo-Json. */
export function readJson(text: string, lines: readonly string[]): JsonReading {
  const { documents, isCut } = readDocuments(text);
  const reading: JsonReading = { hosts: [], isDisputed: isCut, used: new Set(), outside: lines };
  const outside = [...lines];
  const starts = lineStarts(text);
  // An object a line: beside one that gives a status, one that only names a host is of one that gave none.
  const others: JsonHost[] = [];
  for (const { value, start, end } of documents) {
    const found: Holder[] = [];
    const walk: Walk = { found, isDisputed: false };
    collect(walk, value, { depth: 0, name: null, facts: null });
    const [first, last] = [lineAt(starts, start), lineAt(starts, end - 1)];
    const name = nameIn(value);
    if (found.length === 0 && name !== null)
      others.push({ ...withoutStatus(name), fields: new Map(), lines: [first] });
    if (found.length === 0) continue;
    for (const holder of found)
      reading.hosts.push({ ...holder, fields: fieldsOf(holder.client), lines: [first] });
    reading.isDisputed ||= walk.isDisputed;
    // The very lines, where no JSON stands in them: each reader asks for them cleaned, which is done once.
    reading.outside = outside;
    const pattern = found.some(({ client }) => client !== null) ? KEY : NULL_CLIENT;
    for (let line = first; line <= last; line++) {
      const [from, to] = [start - (starts[line] ?? 0), end - (starts[line] ?? 0)];
      outside[line] = blanked(outside[line] ?? '', Math.max(0, from), to);
      if (pattern.test(lines[line] ?? '')) reading.used.add(line);
    }
  }
  if (reading.hosts.length > 0) reading.hosts.push(...others);
  return reading;
}

/** What stands behind keeps its place. */
function blanked(line: string, from: number, to: number): string {
  const until = Math.min(to, line.length);
  return `${line.slice(0, from)}${' '.repeat(until - from)}${line.slice(until)}`;
}

type Holder = Pick<JsonHost, 'name' | 'client' | 'facts' | 'isRecord'>;
type Walk = { found: Holder[]; isDisputed: boolean };
type Around = { depth: number; name: string | null; facts: unknown };

/** Each object that holds the client's properties, wherever it lies, with what stands around it. */
function collect(walk: Walk, value: unknown, around: Around): void {
  if (around.depth > MAX_DEPTH || typeof value !== 'object' || value === null) return;
  const members = ownValues(value);
  if (!isRecord(value)) {
    collectList(walk, [...members.values()], { ...around, depth: around.depth + 1 });
    return;
  }
  const before = walk.found.length;
  const name = nameOf(members) ?? around.name;
  const facts = members.get('facts') ?? around.facts;
  const client = members.get('hgsClient');
  if (client === null) walk.found.push({ name, client: null, facts, isRecord: false });
  // An answer of this API says it twice, of the same moment: the client's own properties tell more.
  else if (isHolder(members) && !isHolder(ownValues(isRecord(client) ? client : {})))
    walk.found.push({ name, client: value, facts, isRecord: isAttestationRecord([...members.keys()]) });
  if (saysAnother(members)) walk.isDisputed = true;
  for (const [key, member] of members) {
    if (key === 'facts' || key === 'diagnostics') continue;
    collect(walk, member, { depth: around.depth + 1, name, facts: key === 'hgsClient' ? facts : null });
  }
  // A client that says no status, such as one that says why it could not be read.
  if (isRecord(client) && walk.found.length === before)
    walk.found.push({ name, client, facts, isRecord: false });
}

/** Beside a host each member is one too: what says no status, such as an error, was of a host that gave none. */
function collectList(walk: Walk, members: readonly unknown[], around: Around): void {
  const found = members.map((member) => {
    const inner: Walk = { found: [], isDisputed: false };
    collect(inner, member, around);
    walk.isDisputed ||= inner.isDisputed;
    return inner.found;
  });
  if (found.every((holders) => holders.length === 0)) return;
  for (const [index, holders] of found.entries())
    walk.found.push(...(holders.length > 0 ? holders : [withoutStatus(nameIn(members[index]))]));
}

const nameIn = (value: unknown): string | null => (isRecord(value) ? nameOf(ownValues(value)) : null);

const withoutStatus = (name: string | null): Holder => ({ name, client: {}, facts: null, isRecord: false });

const isHolder = (members: ReadonlyMap<string, unknown>): boolean =>
  [...members.keys()].some((key) => /^(attestationS(tatus|ubstatus)(code)?|isHostGuarded)$/i.test(key));

/** Such as `"state": "Silent"` beside a last status Passed. */
function saysAnother(members: ReadonlyMap<string, unknown>): boolean {
  return [...members].some(([key, value]) => {
    if (/mode/i.test(key) || typeof value !== 'string') return false;
    const isWord = isState(value) || isAttestationStatus(value);
    return (isWord && value !== 'Passed') || holdsRefusal(value);
  });
}

function nameOf(members: ReadonlyMap<string, unknown>): string | null {
  const byLower = new Map([...members].map(([key, value]) => [key.toLowerCase(), value]));
  for (const key of ['pscomputername', 'hostname', 'computername', 'fqdn', '__server', 'dnshostname']) {
    const name = hostName(byLower.get(key));
    if (name !== null) return name;
  }
  const host = byLower.get('host');
  return isRecord(host) ? nameOf(ownValues(host)) : null;
}

function fieldsOf(client: Record<string, unknown> | null): Map<ClientField, string> {
  const fields = new Map<ClientField, string>();
  for (const [key, value] of client === null ? [] : ownValues(client)) {
    const field = clientField(key);
    const shown = shownValue(value);
    if (field !== null && shown !== null) fields.set(field, shown);
  }
  return fields;
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

/** Where each line begins, by the same line ends as everywhere in Explain. */
function lineStarts(text: string): number[] {
  return [
    0,
    ...[...text.matchAll(/\r\n|[\n\r\u0085\u2028\u2029]/g)].map(({ index, 0: end }) => index + end.length),
  ];
}

function lineAt(starts: readonly number[], index: number): number {
  let [low, high] = [0, starts.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return low;
}
