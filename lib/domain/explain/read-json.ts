import { isAttestationStatus, isState } from '@/lib/domain/vocabulary';
import { isRecord } from '@/lib/util/guards';
import { LINE_END } from '@/lib/util/lines-of';
import { ownValues } from '@/lib/util/own-values';
import { CLIENT_FIELDS, type ClientField, clientField } from './client-fields';
import { hostName, isAttestationRecord } from './host-name';
import { readDocuments } from './json-documents';
import { MAX_DEPTH, nameOf, namesWithoutStatus } from './json-without-status';
import { holdsRefusal } from './refusing-words';

export type JsonHost = {
  name: string | null;
  /** Null if the host has no HGS client. */
  client: Record<string, unknown> | null;
  facts: unknown;
  /** Whether it is an attempt recorded by HGS. */
  isRecord: boolean;
  fields: Map<ClientField, string>;
  lines: number[];
};

export type JsonReading = {
  hosts: JsonHost[];
  /** Objects without a status, which count beside anything else in the text that says how a host is. */
  others: JsonHost[];
  /** Whether something outside the client's properties says anything other than Passed, or the text was cut. */
  isDisputed: boolean;
  /** Whether unknown content stands beside the hosts, such as a list of those that did not answer. */
  isPartlyRead: boolean;
  used: Set<number>;
  /** The lines of the text with spaces in place of documents that contain a host: every value in these was read. */
  outside: readonly string[];
};

/** Snapshots, the agent's self-test, answers of this API, or the client's configuration through ConvertTo-Json. */
export function readJson(text: string, lines: readonly string[]): JsonReading {
  const { documents, isCut } = readDocuments(text);
  const reading: JsonReading = {
    hosts: [],
    others: [],
    isDisputed: isCut,
    isPartlyRead: false,
    used: new Set(),
    outside: lines,
  };
  const outside = [...lines];
  const starts = lineStarts(text);
  for (const { value, start, end } of documents) {
    const walk: Walk = {
      found: [],
      unread: [],
      isDisputed: saysTwice(text.slice(start, end), value),
      isWhole: true,
    };
    collect(walk, value, { depth: 0, name: null, facts: null });
    const [first, last] = [lineAt(starts, start), lineAt(starts, end - 1)];
    if (walk.found.length === 0) {
      const beginsLine = text.slice(starts[first], start).trim() === '';
      const names = namesWithoutStatus(value, beginsLine);
      reading.others.push(...names.map((name) => jsonHost(withoutStatus(name), first)));
      continue;
    }
    const unread = walk.unread.filter((name) => name !== null).map(withoutStatus);
    reading.hosts.push(...[...walk.found, ...unread].map((holder) => jsonHost(holder, first)));
    reading.isDisputed ||= walk.isDisputed;
    reading.isPartlyRead ||= !walk.isWhole;
    // The same array is kept if there is no JSON: each reader needs it cleaned, which is done once.
    reading.outside = outside;
    const pattern = walk.found.some(({ client }) => client !== null) ? KEY : NULL_CLIENT;
    for (let line = first; line <= last; line++) {
      const [from, to] = [start - (starts[line] ?? 0), end - (starts[line] ?? 0)];
      outside[line] = blanked(outside[line] ?? '', Math.max(0, from), to);
      if (pattern.test(lines[line] ?? '')) reading.used.add(line);
    }
  }
  return reading;
}

const jsonHost = (holder: Holder, line: number): JsonHost => ({
  ...holder,
  fields: fieldsOf(holder.client),
  lines: [line],
});

/** Keeps the place of what stands behind. */
function blanked(line: string, from: number, to: number): string {
  const until = Math.min(to, line.length);
  return `${line.slice(0, from)}${' '.repeat(until - from)}${line.slice(until)}`;
}

type Holder = Pick<JsonHost, 'name' | 'client' | 'facts' | 'isRecord'>;
type Walk = {
  found: Holder[];
  /** Names in lists beside the hosts, such as a list of errors. */
  unread: (string | null)[];
  isDisputed: boolean;
  /** Whether everything beside the hosts is known to be about no other host. */
  isWhole: boolean;
};
type Around = { depth: number; name: string | null; facts: unknown };

/** Collects each object with the client's properties, at any depth, with what stands around it. */
function collect(walk: Walk, value: unknown, around: Around): void {
  if (around.depth > MAX_DEPTH || typeof value !== 'object' || value === null) return;
  const members = ownValues(value);
  if (!isRecord(value)) {
    const list = [...members.values()].map((member) => ({ key: null, member }));
    collectMembers(walk, list, { ...around, depth: around.depth + 1 });
    return;
  }
  if (saysAnother(members)) walk.isDisputed = true;
  if (isByName(members)) {
    const named = [...members].map(([key, member]) => ({ key, member }));
    collectMembers(
      walk,
      named.filter(({ key }) => !ENVELOPE.has(key)),
      { ...around, depth: around.depth + 1 },
    );
    return;
  }
  const before = walk.found.length;
  const name = nameOf(members) ?? around.name;
  const facts = members.get('facts') ?? around.facts;
  const client = members.get('hgsClient');
  if (client === null) walk.found.push({ name, client: null, facts, isRecord: false });
  // An answer of this API has the status twice, of the same moment: the client's own properties have more details.
  else if (isHolder(members) && !isHolder(ownValues(isRecord(client) ? client : {})))
    walk.found.push({ name, client: value, facts, isRecord: isAttestationRecord([...members.keys()]) });
  const isHost = walk.found.length > before || client !== undefined;
  const besides: string[] = [];
  for (const [key, member] of members) {
    if (key === 'facts' || key === 'diagnostics') continue;
    const soFar = walk.found.length;
    collect(walk, member, { depth: around.depth + 1, name, facts: key === 'hgsClient' ? facts : null });
    if (walk.found.length === soFar && !saysNothing(key, member)) besides.push(key);
  }
  if (!isHost && walk.found.length > before && !besides.every((key) => ENVELOPE.has(key)))
    walk.isWhole = false;
  // A client without a status, such as one that says why it could not be read.
  if (isRecord(client) && walk.found.length === before)
    walk.found.push({ name, client, facts, isRecord: false });
}

type Member = { key: string | null; member: unknown };

/** If one member is a host, all are: a member without a status, such as an error, is a host that gave none. */
function collectMembers(walk: Walk, members: readonly Member[], around: Around): void {
  const found = members.map(({ key, member }) => {
    const inner: Walk = { ...walk, found: [], isDisputed: false };
    collect(inner, member, { ...around, name: hostName(key) ?? around.name });
    walk.isDisputed ||= inner.isDisputed;
    walk.isWhole &&= inner.isWhole;
    return inner.found;
  });
  if (found.every((holders) => holders.length === 0)) {
    if (around.name === null) walk.unread.push(...members.map(({ member }) => nameIn(member)));
    return;
  }
  for (const [index, { key, member }] of members.entries()) {
    const holders = found[index] ?? [];
    walk.found.push(...(holders.length > 0 ? holders : [withoutStatus(nameIn(member) ?? hostName(key))]));
  }
}

/** A table of clients by the names of their hosts, from a hashtable through ConvertTo-Json. */
function isByName(members: ReadonlyMap<string, unknown>): boolean {
  if (members.size < 2 || members.has('hgsClient') || isHolder(members) || nameOf(members) !== null)
    return false;
  return [...members.values()].some((member) => isRecord(member) && isHolder(ownValues(member)));
}

/** Members beside hosts in our own answers and requests, and those that ConvertTo-Json and remoting add. */
const ENVELOPE: ReadonlySet<string> = new Set([
  ...['schema', 'sentAt', 'spool', 'connection', 'snapshotId', 'sequence', 'collectedAt', 'host', 'agent'],
  ...['asOf', 'at', 'fabric', 'facets', 'filter', 'total', 'nextCursor', 'receivedAt', 'state', 'verdict'],
  ...['value', 'Count', 'PSComputerName', 'RunspaceId', 'PSShowComputerName'],
]);

const OF_ERRORS = /^(?:errors?|fail(?:ed|ures)|warnings|unreachable|skipped)$/i;

/** An empty list of errors names nobody. */
const saysNothing = (key: string, member: unknown): boolean =>
  OF_ERRORS.test(key) && (member === null || member === '' || (Array.isArray(member) && member.length === 0));

/** Whether JSON has a member twice: a parser sees only the last one. */
function saysTwice(source: string, value: unknown): boolean {
  const textsIn = (json: string) => json.match(/"(?:[^"\\]|\\.)*"/g)?.length ?? 0;
  return textsIn(source) !== textsIn(JSON.stringify(value));
}

const nameIn = (value: unknown): string | null => (isRecord(value) ? nameOf(ownValues(value)) : null);

const withoutStatus = (name: string | null): Holder => ({ name, client: {}, facts: null, isRecord: false });

const isHolder = (members: ReadonlyMap<string, unknown>): boolean =>
  [...members.keys()].some((key) => /^(attestationS(tatus|ubstatus)(code)?|isHostGuarded)$/i.test(key));

/** Whether a member contradicts the status, such as `"state": "Silent"` beside a last status Passed. */
function saysAnother(members: ReadonlyMap<string, unknown>): boolean {
  return [...members].some(([key, value]) => {
    if (/mode/i.test(key) || typeof value !== 'string') return false;
    const isWord = isState(value) || isAttestationStatus(value);
    return (isWord && value !== 'Passed') || holdsRefusal(value);
  });
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
  // These properties have no objects as values. PowerShell prints an empty object for nothing.
  if (isRecord(value)) return ownValues(value).size === 0 ? null : '{…}';
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : null;
}

const KEY = new RegExp(`"(${[...CLIENT_FIELDS, 'hgsClient', 'facts', 'readError'].join('|')})" *:`, 'i');
const NULL_CLIENT = /"hgsClient" *: *null/;

/** Where each line begins. */
function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(LINE_END)].map(({ index, 0: end }) => index + end.length)];
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
