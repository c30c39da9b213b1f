import { type FactReadings, readFacts } from '@/lib/domain/facts';
import { type HgsClientReading, readFlag, readHgsClient } from '@/lib/domain/read-hgs-client';
import { cleanLine, cleanLines } from './clean-line';
import { type ClientField, isPlausible } from './client-fields';
import { type ForeignOutput, readForeignOutput } from './foreign-output';
import type { HostFields } from './host-fields';
import { namedHost } from './host-name';
import { type AgentReading, readAgent } from './read-agent';
import { readClientText } from './read-client-text';
import { type ErrorReading, readErrors } from './read-error';
import { type FeatureReading, readFeature } from './read-feature';
import { readJson } from './read-json';
import { readSelfTest, type SelfTestReading } from './read-self-test';
import { readTrace, type TraceReading } from './read-trace';
import { holdsRefusal, mayRefuse } from './refusing-words';
import { unreadLines } from './unread-lines';

/** What the text says about one host through its HGS client. */
export type HostSource = {
  name: string | null;
  client: HgsClientReading;
  facts: FactReadings;
  fields: ReadonlyMap<ClientField, string>;
  lines: readonly number[];
  /** Whether it is an attempt recorded by HGS instead of the host's present status. */
  isRecord: boolean;
};

export type Sources = {
  hosts: HostSource[];
  trace: TraceReading;
  errors: ErrorReading;
  selfTest: SelfTestReading;
  feature: FeatureReading;
  agent: AgentReading;
  /** The whole text is HGS's record of attempts. */
  isHgsReport: boolean;
  foreign: ForeignOutput | null;
  /** Whether any word of the text speaks against a host: every line counts, whichever reader took it. */
  isDisputed: boolean;
  used: ReadonlySet<number>;
  /** Part of the text was not read and may be about a host without a status, so nothing is green. */
  isUnread: boolean;
  /** The lines that were not read, or only in part. */
  unread: ReadonlySet<number>;
};

export function readSources(text: string, lines: readonly string[]): Sources {
  const errors = readErrors(lines);
  const json = readJson(text, lines);
  const trace = readTrace(json.outside);
  const selfTest = readSelfTest(text, lines);
  const feature = readFeature(lines);
  const agent = readAgent(json.outside);
  const missing = missingName(errors, lines);
  const taken = new Set([...errors.used, ...trace.used, ...feature.used, ...missing.used, ...agent.used]);
  const client = readClientText(json.outside, (line) => taken.has(line));
  const bare = client.hosts.length > 0 || json.hosts.length > 0 ? null : readBareWords(json.outside);
  const texts = bare === null ? client.hosts : [bare];
  const ofJson = json.hosts.length + texts.length > 0 ? [...json.hosts, ...json.others] : [];
  const hosts = [
    ...ofJson.map((host) => sourceOf(host, host.client, host.facts, host.isRecord)),
    ...texts.map((host) => sourceOf(host, rawOf(host.fields), null, client.records.has(host))),
  ].sort((a, b) => (a.lines[0] ?? 0) - (b.lines[0] ?? 0));
  /** Lines that a host or the agent printed about itself: there, for example, a mode may be unknown. */
  const own = new Set([...client.used, ...selfTest.used, ...(bare?.lines ?? [])]);
  const outsideJson = new Set([...taken, ...own]);
  const used = new Set([...outsideJson, ...json.used]);
  const found = withMissing(withReadError(hosts, selfTest.readError), errors, missing.name);
  const names = found.map(({ name }) => name);
  const unread = new Set([...client.partlyRead, ...unreadLines(json.outside, outsideJson, names)]);
  return {
    hosts: found,
    trace,
    errors,
    selfTest,
    feature,
    agent,
    isHgsReport: hosts.length > 0 && hosts.every(({ isRecord }) => isRecord),
    foreign: readForeignOutput(lines),
    isDisputed: json.isDisputed || json.others.length > 0 || json.outside.some(disputes),
    used,
    isUnread: json.isPartlyRead || unread.size > 0 || found.some(hasUnreadValue),
    unread,
  };

  /** Applies to every line, whichever reader took it: a green text has no word against any host. */
  function disputes(line: string, index: number): boolean {
    return own.has(index) ? holdsRefusal(line) : mayRefuse(line);
  }
}

/** A property of the client may say in an unknown word that the host is not able. */
const hasUnreadValue = ({ fields }: HostSource): boolean =>
  [...fields].some(([field, value]) => value !== '' && !isPlausible(field, value));

type Read = Pick<HostSource, 'name' | 'fields' | 'lines'>;

function sourceOf(
  { name, fields, lines }: Read,
  raw: Record<string, unknown> | null,
  facts: unknown,
  isRecord = false,
): HostSource {
  const isMissing = readFlag(fields.get('HgsClientFound')) === false;
  const client = readHgsClient(isMissing ? null : raw);
  return { name, fields, lines, client, facts: readFacts(facts), isRecord };
}

/** The shape of the cmdlet's object: several URLs in one text are a list. */
function rawOf(fields: ReadonlyMap<ClientField, string>): Record<string, unknown> {
  const values = [...fields].map(([field, value]) => [
    field,
    field.startsWith('Fallback') ? value.split(/[\s,]+|(?=https?:\/\/)/i) : value,
  ]);
  return Object.fromEntries(values);
}

/** The self-test gives the reason why it could not read a status in a separate field. */
function withReadError(hosts: HostSource[], readError: string | null): HostSource[] {
  if (readError === null) return hosts;
  const unread = hosts.filter(({ client }) => client.present && client.attestationStatusRaw === null);
  if (unread.length === 0 && hosts.length > 0) return hosts;
  const read = { name: null, fields: new Map(), lines: [] };
  if (unread.length === 0) return [sourceOf(read, { readError }, null)];
  return hosts.map((host) =>
    unread.includes(host)
      ? { ...host, client: { ...host.client, readError: host.client.readError ?? readError } }
      : host,
  );
}

/** PowerShell does not know the cmdlet: on the only host, or on another host than those that answered. */
function withMissing(
  hosts: HostSource[],
  { clientMissing }: ErrorReading,
  name: string | null,
): HostSource[] {
  if (clientMissing === null) return hosts;
  const missing = sourceOf({ name, fields: new Map(), lines: [] }, null, null);
  const saying = hosts.filter(({ client }) => !client.present || client.attestationStatusRaw !== null);
  return [...saying, missing];
}

/** An error from a remote host ends with its name, some lines below the sentence. */
const MAX_ERROR_LINES = 8;

function missingName({ clientMissing, missingUsed }: ErrorReading, lines: readonly string[]) {
  const used = new Set<number>();
  const last = Math.max(...missingUsed, -1);
  if (clientMissing === null) return { name: null, used };
  for (let line = last + 1; line <= last + MAX_ERROR_LINES && (lines[line] ?? '').trim() !== ''; line++) {
    const name = namedHost(cleanLine(lines[line] ?? '')[0] ?? '');
    if (name === null) continue;
    used.add(line);
    return { name, used };
  }
  return { name: null, used };
}

const WORDS: readonly ClientField[] = ['AttestationStatus', 'AttestationSubstatus'];

/**
 * A status or checks that were pasted alone, without field names. A lone `Passed` is not read: the word is
 * common, and too little to call a host able.
 */
function readBareWords(lines: readonly string[]): HostFields | null {
  const host: HostFields = { name: null, fields: new Map(), lines: [] };
  for (const [index, parts] of cleanLines(lines).entries()) {
    const word = parts.join(' ').trim();
    const field = WORDS.find((candidate) => isPlausible(candidate, word));
    const isVague = /^(passed|noinformation|unknown|[\d\s]+)$/i.test(word);
    if (field === undefined || isVague || host.fields.has(field)) continue;
    host.fields.set(field, word);
    host.lines.push(index);
  }
  return host.fields.size === 0 ? null : host;
}
