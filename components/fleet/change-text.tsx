'use client';

import { useTranslations } from 'next-intl';
import { Fragment, type ReactNode } from 'react';
import { titleOf } from '@/components/fleet/change-title';
import { HostLink } from '@/components/fleet/host-link';
import { Time, useDurationPhrase } from '@/components/fleet/time';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { useZone } from '@/components/ui/use-zone';
import { planAddress } from '@/lib/client/plan-address';
import type { ChangeRow, WaveRow } from '@/lib/contracts/changes';
import { DERIVED_KINDS } from '@/lib/domain/changes';
import { exceptionName } from '@/lib/domain/exception';
import { secondsBetween } from '@/lib/i18n/duration';
import { fullMoment } from '@/lib/i18n/moment';

type Told = { change: ChangeRow; wave: WaveRow | null };

/** As with segments: what came over an hour after it was observed is late evidence. */
const LATE_SECONDS = 3_600;
/** What of a policy's hash is read rather than compared. */
const HASH_CHARS = 8;

const foreign = (text: string | null) => () => (text === null ? '–' : <ForeignText text={text} />);

function Names({ names }: { names: readonly string[] }) {
  return names.map((name, index) => (
    <Fragment key={name}>
      {index > 0 && ', '}
      <ForeignText text={name} />
    </Fragment>
  ));
}

export function ChangeTitle({ change, wave, at }: Told & { at: Date | null }) {
  const t = useTranslations('changes.title');
  const from = wave === null ? change.from : wave.from;
  const title = titleOf({ ...change, from });
  const causes = title === 'stillBetter' ? change.fixed : change.gained;
  return t.rich(title, {
    count: wave?.hosts ?? 1,
    who: () => <Who {...{ change, wave, at }} />,
    from: foreign(from),
    to: foreign(change.to),
    causes: () => <Names names={causes} />,
    kind: foreign(change.kind),
  });
}

function Who({ change, wave, at }: Told & { at: Date | null }) {
  const t = useTranslations('changes');
  if (wave === null)
    return (
      <b>
        <HostLink look="told" id={change.hostId} hostname={change.hostname} at={at} />
      </b>
    );
  const cluster = wave.shared.find(({ trait }) => trait === 'cluster');
  return <b>{t.rich('hostsIn', { count: wave.hosts, place: foreign(cluster?.value ?? wave.fabric) })}</b>;
}

/** Why, how close together, after what, and what they have in common: as far as each is known. A plan says why itself. */
export function ChangeSub({ change, wave, asOf, className }: Told & { asOf: string; className?: string }) {
  const parts = [
    useReasons(change, asOf),
    useException(change, wave),
    usePlan(change, wave),
    useWaveParts(change.plan === undefined ? wave : null),
    useLateness(change),
  ].flat();
  if (parts.length === 0) return null;
  return (
    <p className={className}>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence are their places.
        <Fragment key={index}>
          {index > 0 && ' · '}
          {part}
        </Fragment>
      ))}
    </p>
  );
}

function useReasons(
  { kind, from, to, gained, fixed, regressed, causes, since, code, count = 1, otherHostname }: ChangeRow,
  asOf: string,
) {
  const t = useTranslations('changes.sub');
  const named = (names: readonly string[]) => ({ causes: () => <Names names={names} /> });
  const parts: ReactNode[] = [];
  // A state that is its own cause says all.
  const telling = gained.filter((cause) => cause !== to);
  if (telling.length > 0 && from !== to) parts.push(<Names names={telling} />);
  if (regressed.length > 0) parts.push(t.rich('regressed', named(regressed)));
  if (kind === 'recovery' && fixed.some((cause) => cause !== from)) parts.push(t.rich('fixed', named(fixed)));
  if (kind === 'firstReport' && causes.some((cause) => cause !== to)) parts.push(<Names names={causes} />);
  if (kind === 'back' && since !== null)
    parts.push(t.rich('notHeard', { moment: () => <Time value={since} asOf={asOf} isInSentence /> }));
  if (kind === 'ciPolicyChanged')
    parts.push(t.rich('replaced', { from: foreign(hashes(from)), to: foreign(hashes(to)) }));
  if (kind === 'duplicateIdentity' && otherHostname) parts.push(<ForeignText text={otherHostname} />);
  if (code !== null) parts.push(<ForeignText text={code} />);
  if (count > 1) parts.push(t('times', { count }));
  return parts;
}

/** Which exception, and what its host counts as since; of several hosts each may count otherwise. */
function useException({ kind, causes, exception }: ChangeRow, wave: WaveRow | null): ReactNode[] {
  const t = useTranslations('changes.sub.exception');
  const zone = useZone();
  if (exception === undefined) return [];
  const { number, endsAt, compliance } = exception;
  const parts: ReactNode[] = [<Names key="causes" names={causes} />];
  if (number !== null) parts.unshift(exceptionName(number));
  if (kind === 'exceptionInForce') parts.push(t('until', { moment: fullMoment(new Date(endsAt), zone) }));
  if (wave !== null) return parts;
  if (kind === 'exceptionInForce' && compliance === 'nonCompliant') parts.push(t('partly'));
  if (kind === 'exceptionEnded' && compliance === 'nonCompliant') parts.push(t('again'));
  if (kind === 'exceptionEnded' && compliance === 'excepted') parts.push(t('still'));
  return parts;
}

/** Which plan, and what of it; its number leads there. */
function usePlan({ causes, plan }: ChangeRow, wave: WaveRow | null): ReactNode[] {
  const t = useTranslations('changes.sub.plan');
  if (plan === undefined) return [];
  const { id, number, name, group, proven, tasks } = plan;
  const parts: ReactNode[] = [];
  if (id !== null && number !== null)
    parts.push(
      <Link className="link" href={planAddress(id)}>
        {number}
      </Link>,
    );
  if (name !== null && group === undefined) parts.push(<ForeignText text={name} />);
  if (group !== undefined) parts.push(t(group));
  // A restart serves what each host fails by, which may differ.
  if (causes.length > 0 && (wave === null || group !== 'restart')) parts.push(<Names names={causes} />);
  if (proven !== undefined && tasks !== undefined) parts.push(t('provenOf', { proven, tasks }));
  return parts;
}

/** The policies of a host in short. */
export const shortHashes = (policy: string) =>
  policy
    .split(',')
    .map((hash) => hash.slice(0, HASH_CHARS))
    .join(', ');

const hashes = (policy: string | null) => (policy === null ? null : shortHashes(policy));

function useWaveParts(wave: WaveRow | null): ReactNode[] {
  const t = useTranslations('changes.sub');
  const phrase = useDurationPhrase();
  if (wave === null) return [];
  const seconds = secondsBetween(wave.startedAt, wave.endedAt);
  const parts: ReactNode[] = [
    seconds < 60 ? t('atOnce') : t('within', { duration: phrase(seconds) }),
    ...wave.precededBy.map(({ kind, from, to }) => {
      const isPolicy = kind === 'ciPolicyChanged';
      const values = {
        from: foreign(isPolicy ? hashes(from) : from),
        to: foreign(isPolicy ? hashes(to) : to),
      };
      return t.rich(`after.${kind as 'firmwareChanged'}`, values);
    }),
  ];
  const isReplaced = wave.precededBy.some(({ kind }) => kind === 'firmwareChanged');
  for (const { trait, value, others } of wave.shared) {
    if (trait === 'cluster' || (trait === 'firmware' && isReplaced && others > 0)) continue;
    parts.push(t.rich(others === 0 ? `only.${trait}` : `all.${trait}`, { value: foreign(value) }));
  }
  return parts;
}

/** Late evidence says so: it was not known when it happened. */
function useLateness({ kind, at, recordedAt }: ChangeRow): ReactNode[] {
  const t = useTranslations('changes.sub');
  const phrase = useDurationPhrase();
  const seconds = secondsBetween(at, recordedAt);
  if (!DERIVED_KINDS.some((derived) => derived === kind) || seconds <= LATE_SECONDS) return [];
  return [t('late', { duration: phrase(seconds) })];
}
