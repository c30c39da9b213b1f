import { type FactReadings, readFacts } from '@/lib/domain/facts';
import { type Judgement, judgeSnapshot } from '@/lib/domain/judge';
import { type HgsClientReading, readHgsClient } from '@/lib/domain/read-hgs-client';
import { remediationFor } from '@/lib/domain/remediation/catalogue';
import type { RemediationEntry } from '@/lib/domain/remediation/types';
import { type VerdictCode, type VerdictParams, verdict } from '@/lib/domain/verdict';
import type { AttestationMode, AttestationStatus, Check } from '@/lib/domain/vocabulary';
import { withoutColours } from './clean-line';
import type { ClientField } from './client-fields';
import { readBareWords } from './read-bare-words';
import { readClientText } from './read-client-text';
import { type ErrorReading, readErrors } from './read-error';
import { readJson } from './read-json';
import { readSelfTest, type SelfTestReading } from './read-self-test';
import { hintsOf, isKnownFalse, readTrace, type TraceReading } from './read-trace';

/** Situations of a pasted text that no host can be in; their texts are `remediation.explain.<code>`. */
export const EXPLAIN_CODES = [
  'nothingUnderstood',
  'noStatus',
  'unwrapFailed',
  'traceFailed',
  'traceKnownFalse',
  'tracePassed',
  'outputsDisagree',
  'contradictory',
] as const;
export type ExplainCode = (typeof EXPLAIN_CODES)[number];

/** What a reader must know of the paste beside its verdict; the texts are `remediation.explainNote.<code>`. */
export const EXPLAIN_NOTES = ['collectorsCut'] as const;
export type ExplainNote = (typeof EXPLAIN_NOTES)[number];

type ExplainVerdict =
  | { kind: 'host'; code: VerdictCode; params: VerdictParams }
  | { kind: 'text'; code: ExplainCode };

export type Explanation = {
  attestationStatus: AttestationStatus | null;
  attestationMode: AttestationMode;
  failingChecks: Check[];
  verdict: ExplainVerdict;
  notes: ExplainNote[];
  remediation: RemediationEntry[];
  understood: { field: string; value: string }[];
  /** Lines that said nothing to this reader, as they were pasted; blank ones aside. */
  ignored: string[];
};

type Sources = {
  client: HgsClientReading | null;
  facts: FactReadings;
  fields: ReadonlyMap<ClientField, string>;
  trace: TraceReading;
  errors: ErrorReading;
  selfTest: SelfTestReading;
  used: ReadonlySet<number>;
  /** What makes a host able is said twice, and differently. */
  isDisputed: boolean;
};

/** What a pasted text says of a host, and what it does not. Never throws, whatever the text. */
export function explainText(pasted: string): Explanation {
  const text = withoutColours(pasted);
  const lines = text.split(/\r\n|[\n\r\u0085\u2028\u2029]/);
  const sources = readSources(text, lines);
  const judgement = sources.client && judgeSnapshot(sources.client, sources.facts);
  return {
    attestationStatus: sources.client?.attestationStatus ?? null,
    attestationMode: sources.client?.mode ?? 'Unknown',
    failingChecks: judgement?.failingChecks ?? [],
    verdict: verdictOf(sources, judgement),
    notes: sources.selfTest.isCut ? ['collectorsCut'] : [],
    remediation: remediationOf(sources, judgement),
    understood: understoodOf(sources),
    ignored: lines.filter((line, index) => !sources.used.has(index) && /[\p{L}\p{N}]/u.test(line)),
  };
}

const DECISIVE: readonly ClientField[] = ['AttestationStatus', 'AttestationSubstatus', 'IsHostGuarded'];

function readSources(text: string, lines: readonly string[]): Sources {
  const errors = readErrors(lines);
  const trace = readTrace(lines);
  const json = readJson(text, lines);
  const selfTest = readSelfTest(text, lines);
  const found = json ?? readClientText(lines);
  const reading = found.fields.size > 0 || json ? found : readBareWords(lines);
  const isMissing =
    errors.clientMissing !== null || reading.fields.get('HgsClientFound')?.toLowerCase() === 'false';
  const raw = isMissing ? null : json ? json.client : rawOf(reading.fields);
  const { readError } = selfTest;
  const hasFields = [...reading.fields.values()].some((value) => value !== '');
  const hasClient = json !== null || isMissing || readError !== null || hasFields;
  return {
    client: hasClient ? readHgsClient(raw && readError !== null ? { ...raw, readError } : raw) : null,
    facts: readFacts(json?.facts ?? null),
    fields: reading.fields,
    trace,
    errors,
    selfTest,
    isDisputed: 'disputed' in reading && DECISIVE.some((field) => reading.disputed.has(field)),
    used: new Set([...errors.used, ...trace.used, ...reading.used, ...selfTest.used]),
  };
}

/** As the cmdlet's object would hold it: several URLs in one text are a list. */
function rawOf(fields: ReadonlyMap<ClientField, string>): Record<string, unknown> {
  const values = [...fields].map(([field, value]) => [
    field,
    field.startsWith('Fallback') ? value.split(/[\s,]+|(?=https?:\/\/)/i) : value,
  ]);
  return Object.fromEntries(values);
}

/** Whether HGS's own word, or what stands for it, is in the text at all. */
function saysStatus({ client }: Sources): boolean {
  if (client === null) return false;
  // Why the client could not be read stands for it.
  if (!client.present || client.readError !== null) return true;
  return client.attestationStatusRaw !== null || client.checks.length > 0;
}

function verdictOf(sources: Sources, judgement: Judgement | null): ExplainVerdict {
  const { client, trace, errors } = sources;
  if (judgement && saysStatus(sources)) {
    const found = verdict({
      state: judgement.state,
      locked: false,
      reporting: 'onTime',
      judgement,
      hgsClient: client,
      shieldedVms: null,
      clockOffsetSeconds: null,
      disagreeing: 0,
      risks: 0,
    });
    // Never green on outputs of which only the first one says so.
    if (found.code.startsWith('passed') && sources.isDisputed)
      return { kind: 'text', code: 'outputsDisagree' };
    // A host's page would send the reader to its raw snapshot; here is none.
    return found.code === 'contradictory'
      ? { kind: 'text', code: 'contradictory' }
      : { kind: 'host', ...found };
  }
  if (errors.unwrap !== null) return { kind: 'text', code: 'unwrapFailed' };
  if (trace.overall !== null) return { kind: 'text', code: traceCode(trace) };
  return { kind: 'text', code: client === null ? 'nothingUnderstood' : 'noStatus' };
}

function traceCode(trace: TraceReading): ExplainCode {
  if (isKnownFalse(trace)) return 'traceKnownFalse';
  return /^pass/i.test(trace.overall ?? '') ? 'tracePassed' : 'traceFailed';
}

function remediationOf(sources: Sources, judgement: Judgement | null): RemediationEntry[] {
  const mode = sources.client?.mode ?? 'Unknown';
  const keys = new Set<string>(saysStatus(sources) ? judgement?.causes : []);
  if (keys.size === 0) for (const hint of hintsOf(sources.trace)) keys.add(hint);
  if (sources.client?.isFallbackInUse) keys.add('fallbackInUse');
  if (sources.client?.clientMode === 'Local') keys.add('hgsClientConfigured');
  if (sources.errors.unwrap !== null) keys.add('modernTls');
  // A name that the catalogue does not know still has the general way out.
  const entries = [...keys].map(
    (key) => remediationFor(key, mode) ?? remediationFor('InsecureHostConfiguration', mode),
  );
  return [...new Set(entries)].filter((entry) => entry !== null);
}

function understoodOf({ client, fields, trace, errors, selfTest }: Sources): Explanation['understood'] {
  const understood = [...fields].map(([field, value]) => ({ field: field as string, value }));
  if (client?.present === false && !fields.has('HgsClientFound'))
    understood.push({ field: 'HgsClientFound', value: 'False' });
  if (errors.unwrap !== null) understood.push({ field: 'KeyProtectorUnwrap', value: errors.unwrap });
  if (trace.overall !== null) understood.push({ field: 'Overall Result', value: trace.overall });
  for (const { name, result, message } of trace.results)
    understood.push({ field: name, value: message === '' ? result : `${result}: ${message}` });
  if (client && client.readError !== null && selfTest.readError === null)
    understood.push({ field: 'HgsClientError', value: client.readError });
  // A text can say the same thing twice.
  const all = [...understood, ...selfTest.understood];
  return [...new Map(all.map((found) => [`${found.field}\n${found.value}`, found])).values()];
}
