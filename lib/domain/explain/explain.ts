import { type FactReadings, readFacts } from '@/lib/domain/facts';
import { featureStateOf } from '@/lib/domain/feature-state';
import { featureState, type Judgement, judgeSnapshot } from '@/lib/domain/judge';
import { type HgsClientReading, readHgsClient } from '@/lib/domain/read-hgs-client';
import { remediationFor } from '@/lib/domain/remediation/catalogue';
import { RESTART_PENDING } from '@/lib/domain/remediation/key-of-risk';
import type { RemediationEntry } from '@/lib/domain/remediation/types';
import { inRepairOrder } from '@/lib/domain/repair-order';
import { seesIommu } from '@/lib/domain/sees-iommu';
import { verdict } from '@/lib/domain/verdict';
import { isKnownCheck } from '@/lib/domain/vocabulary';
import { linesOf } from '@/lib/util/lines-of';
import { withoutColours } from './clean-line';
import {
  EXPLAIN_NOTES,
  type ExplainCode,
  type ExplainedHost,
  type ExplainNote,
  type ExplainVerdict,
  type Explanation,
  isAbleVerdict,
  type JudgedHost,
} from './explanation';
import { hintsOf, outcomeOf, type TraceOutcome, targetsOf } from './read-trace';
import { severalVerdict, worstOf } from './several-hosts';
import { type HostSource, readSources, type Sources } from './sources';

/** What a pasted text says about a host, and what it leaves open. Never throws, whatever the text. */
export function explain(pasted: string): Explanation {
  const text = withoutColours(pasted);
  const lines = linesOf(text);
  const sources = readSources(text, lines);
  const hosts = sources.hosts.map(judged);
  const [only] = hosts;
  const worst = worstOf(hosts);
  const several = severalHosts(sources, hosts);
  const remediation = remediationOf(sources, hosts);
  return {
    name: several.length === 1 ? (several[0]?.name ?? null) : null,
    attestationStatus: worst?.attestationStatus ?? null,
    attestationMode: worst?.source.client.mode ?? 'Unknown',
    failingChecks: worst?.failingChecks ?? [],
    verdict: verdictOf(sources, hosts),
    ...(several.length > 1 ? { hosts: several } : {}),
    notes: notesOf(sources, hosts, several),
    remediation,
    seesIommu: only ? seesIommu(only.source.facts) : null,
    understood: understoodOf(sources),
    ignored: lines.filter(
      (line, index) => sources.unread.has(index) || (!sources.used.has(index) && /[\p{L}\p{N}]/u.test(line)),
    ),
  };
}

function notesOf(
  { selfTest }: Sources,
  hosts: readonly JudgedHost[],
  several: readonly ExplainedHost[],
): ExplainNote[] {
  const isSo: Record<ExplainNote, boolean> = {
    collectorsCut: selfTest.isCut,
    severalTargets: hosts.length === 0 && several.length > 0,
    unknownCheck: hosts.some(({ failingChecks }) => !failingChecks.every(isKnownCheck)),
  };
  return EXPLAIN_NOTES.filter((note) => isSo[note]);
}

function severalHosts(sources: Sources, hosts: readonly JudgedHost[]): ExplainedHost[] {
  if (hosts.length > 0)
    return hosts.map(({ name, attestationStatus, failingChecks, verdict: own }) => ({
      name,
      attestationStatus,
      failingChecks,
      verdict: own,
    }));
  return targetsOf(sources.trace).map(({ name, outcome }) => ({
    name,
    attestationStatus: null,
    failingChecks: [],
    verdict: { kind: 'text', code: TRACE_CODES[outcome] },
  }));
}

function judged(source: HostSource): JudgedHost {
  const judgement = judgeSnapshot(source.client, source.facts);
  const own = hostVerdict(source.client, judgement, source.facts);
  return {
    name: source.name,
    attestationStatus: source.client.attestationStatus,
    failingChecks: inRepairOrder(judgement.failingChecks),
    verdict: source.isRecord && isAbleVerdict(own) ? { kind: 'text', code: 'hgsPassed' } : own,
    source,
    judgement,
  };
}

/** Whether the text contains HGS's own word, or something that replaces it. */
function saysStatus(client: HgsClientReading): boolean {
  // The reason why the client could not be read replaces it.
  if (!client.present || client.readError !== null) return true;
  return client.attestationStatusRaw !== null || client.checks.length > 0;
}

function hostVerdict(client: HgsClientReading, judgement: Judgement, facts: FactReadings): ExplainVerdict {
  if (!saysStatus(client)) return { kind: 'text', code: 'noStatus' };
  const found = verdict({
    state: judgement.state,
    locked: false,
    reporting: 'onTime',
    judgement,
    hgsClient: client,
    shieldedVms: null,
    clockOffsetSeconds: null,
    feature: featureState(facts),
    disagreeing: 0,
    risks: 0,
  });
  // A host's page would refer to its raw snapshot, which does not exist here.
  if (found.code === 'contradictory') return { kind: 'text', code: 'contradictory' };
  if (found.code === 'unreadable')
    return { kind: 'text', code: 'unknownStatus', params: { status: found.params.status } };
  return { kind: 'host', ...found };
}

function verdictOf(sources: Sources, hosts: readonly JudgedHost[]): ExplainVerdict {
  const { errors, feature } = sources;
  const [only] = hosts;
  if (sources.isHgsReport) return reportVerdict(hosts);
  if (only && (hosts.length > 1 || saysStatus(only.source.client))) {
    const own = hosts.length > 1 ? severalVerdict(hosts) : withFeature(only, sources);
    return isAbleVerdict(own) ? unlessDisputed(own, sources) : own;
  }
  if (errors.unwrap !== null) return { kind: 'text', code: 'unwrapFailed' };
  const outcome = traceOutcome(sources);
  // The worst line decides about the whole text, even a line that only resembles another output; `only` gave
  // no status.
  if (outcome === 'passed' && (sources.isDisputed || only !== undefined))
    return { kind: 'text', code: 'outputsDisagree' };
  if (outcome !== null) return unlessUnread({ kind: 'text', code: TRACE_CODES[outcome] }, sources);
  if (feature.state !== null) return featureVerdict(sources);
  if (sources.foreign !== null) return { kind: 'text', ...sources.foreign };
  if (sources.agent.verdict !== null) return { kind: 'text', ...sources.agent.verdict };
  return { kind: 'text', code: only === undefined ? 'nothingUnderstood' : 'noStatus' };
}

/** A text is never green if only a part of it says so. */
function unlessDisputed(own: ExplainVerdict, sources: Sources): ExplainVerdict {
  const { errors, feature } = sources;
  // What HGS or VMM knows about a host is not what the host says now.
  if (sources.foreign !== null) return { kind: 'text', ...sources.foreign };
  const isFeatureMissing = feature.state !== null && feature.state !== 'Installed';
  if (sources.isDisputed || isFeatureMissing) return { kind: 'text', code: 'outputsDisagree' };
  if (errors.unwrap !== null) return { kind: 'text', code: 'passedUnwrapFailed' };
  if (traceOutcome(sources) === 'failed') return { kind: 'text', code: 'passedTraceFailed' };
  return unlessUnread(own, sources);
}

/** A text that was not read completely is never green. */
function unlessUnread(own: ExplainVerdict, { isUnread }: Sources): ExplainVerdict {
  return isUnread && isAbleVerdict(own) ? { kind: 'text', code: 'passedPartUnread' } : own;
}

/** A missing feature is the first thing to repair if the status is NotConfigured. */
function withFeature({ source, verdict: own }: JudgedHost, { feature }: Sources): ExplainVerdict {
  if (feature.state === null) return own;
  const facts = featureFacts(feature.state);
  return hostVerdict(source.client, judgeSnapshot(source.client, facts), facts);
}

function featureFacts(installState: string): FactReadings {
  return readFacts({ hostGuardianFeature: { status: 'ok', value: { installState } } });
}

function featureVerdict({ feature }: Sources): ExplainVerdict {
  if (feature.state !== null && featureStateOf(feature.state) === 'missing') {
    const client = readHgsClient(null);
    const facts = featureFacts(feature.state);
    return hostVerdict(client, judgeSnapshot(client, facts), facts);
  }
  return { kind: 'text', code: feature.state === 'Installed' ? 'featureInstalled' : 'featurePending' };
}

function reportVerdict(hosts: readonly JudgedHost[]): ExplainVerdict {
  const passed = hosts.filter(({ verdict: own }) => own.code === 'hgsPassed').length;
  return { kind: 'text', code: 'hgsReport', params: { total: hosts.length, passed } };
}

const TRACE_CODES: Readonly<Record<TraceOutcome, ExplainCode>> = {
  passed: 'tracePassed',
  warned: 'traceWarned',
  failed: 'traceFailed',
  knownFalse: 'traceKnownFalse',
  part: 'tracePart',
  unclear: 'traceUnclear',
};

/** The worst of several machines, because a failure of one says nothing good about another. */
function traceOutcome({ trace }: Sources): TraceOutcome | null {
  const isOneFailed = targetsOf(trace).some(({ outcome }) => outcome === 'failed');
  return isOneFailed ? 'failed' : outcomeOf(trace);
}

function remediationOf(sources: Sources, hosts: readonly JudgedHost[]): RemediationEntry[] {
  const entries = hosts.flatMap((host) => entriesOf(host));
  const keys: string[] = [];
  const isJudged = hosts.some(({ source }) => saysStatus(source.client));
  if (!isJudged || (entries.length === 0 && traceOutcome(sources) === 'failed'))
    keys.push(...hintsOf(sources.trace));
  const feature = featureKey(sources, isJudged);
  if (feature !== null) keys.push(feature);
  if (sources.errors.unwrap !== null) keys.push('modernTls');
  if (sources.agent.remedy !== null) keys.push(sources.agent.remedy);
  const found = [...entries, ...keys.map((key) => remediationFor(key, 'Unknown'))];
  return [...new Set(found)].filter((entry) => entry !== null).map(withoutSnapshot);
}

/** The client of a feature that is not removed yet keeps its addresses. */
function featureKey({ feature: { state } }: Sources, isJudged: boolean): string | null {
  if (state === null || state === 'Installed') return null;
  if (state === 'Available' && !isJudged) return 'HostGuardianFeatureMissing';
  return state === 'InstallPending' ? RESTART_PENDING : 'hostGuardianFeature';
}

/** Removes the note about snapshots: the text has none, and its host may never have sent one. */
const withoutSnapshot = (entry: RemediationEntry): RemediationEntry => ({
  ...entry,
  steps: entry.steps.filter(({ id }) => id !== 'readRawSnapshot'),
});

function entriesOf({ source, judgement }: JudgedHost): (RemediationEntry | null)[] {
  const { client } = source;
  const keys = new Set<string>(saysStatus(client) ? inRepairOrder(judgement.causes) : []);
  if (client.isFallbackInUse) keys.add('fallbackInUse');
  // Both names mean the same repair.
  if (client.clientMode === 'Local' && !keys.has('NotConfigured')) keys.add('hgsClientConfigured');
  // A name that the catalogue does not know still has the fix of the status with which it came.
  const status = client.attestationStatus ?? 'UnreadableStatus';
  return [...keys].map((key) => remediationFor(key, client.mode) ?? remediationFor(status, client.mode));
}

function understoodOf({
  hosts,
  trace,
  errors,
  selfTest,
  feature,
  agent,
}: Sources): Explanation['understood'] {
  const understood: Explanation['understood'] = [];
  for (const [index, { name, fields, client }] of hosts.entries()) {
    const label = hosts.length > 1 ? `${name ?? `#${index + 1}`} ` : '';
    for (const [field, value] of fields) understood.push({ field: `${label}${field}`, value });
    if (!client.present && !fields.has('HgsClientFound'))
      understood.push({ field: `${label}HgsClientFound`, value: 'False' });
    if (client.readError !== null && selfTest.readError === null)
      understood.push({ field: `${label}HgsClientError`, value: client.readError });
  }
  if (errors.unwrap !== null) understood.push({ field: 'KeyProtectorUnwrap', value: errors.unwrap });
  if (feature.state !== null) understood.push({ field: 'HostGuardian', value: feature.state });
  if (trace.overall !== null) understood.push({ field: 'Overall Result', value: trace.overall });
  for (const { name, result, message } of trace.results)
    understood.push({ field: name, value: [result, message].filter((part) => part !== '').join(': ') });
  // A text can repeat itself.
  const all = [...understood, ...selfTest.understood, ...agent.understood];
  return [...new Map(all.map((found) => [`${found.field}\n${found.value}`, found])).values()];
}
