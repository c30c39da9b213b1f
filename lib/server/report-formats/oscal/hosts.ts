import type { ReportContent, ReportFailure, ReportHost } from '@/lib/contracts/report-content';
import type { reportText } from '@/lib/i18n/report-text';
import { isBorneOut } from '../words';
import { type Ids, markdown, orNone, plain, propsOf } from './parts';

export type Making = { content: ReportContent; ids: Ids; text: ReturnType<typeof reportText> };

/** The observations of the hosts that `isMeant` selects. */
export const relatedTo = ({ content, ids }: Making, isMeant: (host: ReportHost) => boolean) =>
  orNone(content.hosts.filter(isMeant).map(({ id }) => ({ 'observation-uuid': ids.one('observation', id) })));

type Left = NonNullable<ReportContent['period']>['left'][number];

/** Hosts that left within the period and did not return: their time counts in its figures. */
export function leftHosts({ hosts, period }: ReportContent): Left[] {
  const here = new Set(hosts.map(({ id }) => id));
  return (period?.left ?? []).filter(({ id }) => !here.has(id));
}

export function inventoryOf({ content, ids }: Making) {
  const present = content.hosts.map((host) => ({ ...host, leftAt: null }));
  const left = leftHosts(content).map((host) => ({ ...host, fqdn: null, owner: null }));
  return [...present, ...left].map(({ id, hostname, fqdn, fabric, cluster, owner, leftAt }) => ({
    uuid: ids.host(id),
    description: markdown(hostname),
    props: propsOf({ 'host-id': id, hostname, fqdn, fabric, cluster, owner, 'left-at': leftAt }),
  }));
}

/**
 * One observation for each host: HGS's answer, how it counts, and what the host itself says about each
 * failing check.
 */
export function observationsOf(making: Making) {
  const { content, ids } = making;
  const present = content.hosts.map((host) => withOrigin(observationOf(making, host), ids));
  const left = leftHosts(content).map((host) => withOrigin(lastOf(making, host), ids));
  const failures = content.failures.map((failure) => withOrigin(failedOf(making, failure), ids));
  return [...present, ...left, ...failures];
}

const observationOf = (making: Making, host: ReportHost) => ({
  ...observed(making, host, host.verifiedUntil ?? making.content.asOf),
  description: making.text('oscal.observed', {
    host: markdown(host.hostname),
    compliance: making.text(`compliance.${host.compliance}`),
    state: host.state,
  }),
  types: ['control-objective'],
  props: propsOf({
    compliance: host.compliance,
    state: host.state,
    'attestation-status': host.attestationStatus,
    'attestation-mode': host.attestationMode,
    reporting: host.reporting,
    since: host.since,
    'verified-until': host.verifiedUntil,
    'late-evidence': host.lateEvidence ? 'yes' : null,
    causes: host.causes.join(' '),
    'shielded-vms': host.shieldedVms,
    'checks-satisfied': host.checks.satisfied,
    'checks-failing': host.checks.failing,
    'checks-not-determined': host.checks.notDetermined,
    'checks-not-applicable': host.checks.notApplicable,
    ...timeOf(host.verified),
  }),
  'relevant-evidence': orNone(host.failing.map((failing) => evidenceOf(making, failing))),
});

const lastOf = (making: Making, host: Left) => ({
  ...observed(making, host, host.leftAt),
  description: making.text('oscal.left', { host: markdown(host.hostname) }),
  types: ['historic'],
  props: propsOf({ 'left-at': host.leftAt, ...timeOf(host.verified) }),
});

/** A finished or continuing failure: its observations lie within the period. */
const failedOf = ({ ids, text }: Making, failure: ReportFailure) => ({
  uuid: ids.one('failure', `${failure.hostId}\n${failure.from}`),
  methods: ['TEST'],
  subjects: [{ 'subject-uuid': ids.host(failure.hostId), type: 'inventory-item' }],
  collected: failure.to ?? failure.lastFailingAt,
  description: text('oscal.failure', { host: markdown(failure.hostname) }),
  types: ['historic'],
  props: propsOf({
    causes: failure.causes.join(' '),
    'failed-from': failure.from,
    'failed-before-period': failure.begunBefore ? 'yes' : null,
    'repaired-at': failure.to,
    'failure-end': failure.end,
    'last-failing-at': failure.lastFailingAt,
    seconds: failure.seconds,
    'failing-seconds': failure.failingSeconds,
    'excepted-seconds': failure.exceptedSeconds,
  }),
});

const withOrigin = <T extends object>(observation: T, ids: Ids) => ({
  ...observation,
  origins: [{ actors: [{ type: 'assessment-platform', 'actor-uuid': ids.one('platform') }] }],
});

type Named = { id: string; hostname: string };

const observed = ({ ids }: Making, { id }: Named, collected: string) => ({
  uuid: ids.one('observation', id),
  methods: ['TEST'],
  subjects: [{ 'subject-uuid': ids.host(id), type: 'inventory-item' }],
  collected,
});

const timeOf = (verified: ReportHost['verified']) => ({
  'compliant-seconds': verified?.compliant ?? null,
  'excepted-seconds': verified?.excepted ?? null,
  'non-compliant-seconds': verified?.nonCompliant ?? null,
  'unverified-seconds': verified?.unverified ?? null,
});

function evidenceOf({ text }: Making, failing: ReportHost['failing'][number]) {
  const { check, inferred, restartPending, evidence } = failing;
  const said = evidence.map(({ label, seen, required, agrees }) =>
    [
      plain(label) ?? '–',
      `${text('workbook.seen')}: ${plain(seen ?? '') ?? text('notKnown')}`,
      ...(required === null ? [] : [`${text('workbook.required')}: ${plain(required) ?? '–'}`]),
      ...(required !== null && agrees ? [text('failing.agrees')] : []),
    ].join(', '),
  );
  return {
    description: markdown([check, ...said].join('; ')),
    props: propsOf({
      check,
      inferred: inferred ? 'yes' : null,
      'restart-pending': restartPending ? 'yes' : null,
      'evidence-agrees': isBorneOut(failing) ? 'yes' : null,
    }),
  };
}
