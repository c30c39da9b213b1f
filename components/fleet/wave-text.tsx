'use client';

import { useTranslations } from 'next-intl';
import { Fragment, type ReactNode } from 'react';
import { causesTold, titleOf } from '@/components/fleet/change-title';
import { HostLink, TOLD_LINK } from '@/components/fleet/host-link';
import { useRejectionText } from '@/components/fleet/rejection-text';
import { Time, useDurationPhrase } from '@/components/fleet/time';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import { waveAddress } from '@/lib/client/wave-address';
import type { ChangeRow, WaveRow } from '@/lib/contracts/changes';
import { factsOf } from '@/lib/domain/change-kinds';
import { secondsBetween } from '@/lib/i18n/duration';

export type Told = { change: ChangeRow; wave: WaveRow | null };

/** As with segments: what came over an hour after it was observed is late evidence. */
const LATE_SECONDS = 3_600;
/** What of a policy's hash is read rather than compared. */
const HASH_CHARS = 8;

const foreign = (text: string | null) => () => (text === null ? '–' : <ForeignText text={text} />);

export function Names({ names }: { names: readonly string[] }) {
  return names.map((name, index) => (
    <Fragment key={name}>
      {index > 0 && ', '}
      <ForeignText text={name} />
    </Fragment>
  ));
}

type TitleProps = Told & {
  at: Date | null;
  /**
   * How the hosts of a wave look that lead to its page, underlined where the title stands beside plain text. Where it is left
   * out they lead nowhere; nor do those of a plan's wave, which has no page.
   */
  link?: 'told' | 'underlined';
};

export function ChangeTitle({ change, wave, at, link }: TitleProps) {
  const t = useTranslations('changes.title');
  const from = wave === null ? change.from : wave.from;
  const title = titleOf({ ...change, from });
  return t.rich(title, {
    count: wave?.hosts ?? 1,
    who: () => <Who {...{ change, wave, at, link }} />,
    from: foreign(from),
    to: foreign(change.to),
    causes: () => <Names names={causesTold(title, change)} />,
    kind: foreign(change.kind),
  });
}

function Who({ change, wave, at, link }: TitleProps) {
  const t = useTranslations('changes');
  const { fabrics } = useScope();
  if (wave === null)
    return (
      <b>
        <HostLink look="told" id={change.hostId} hostname={change.hostname} at={at} />
      </b>
    );
  const cluster = wave.shared.find(({ trait }) => trait === 'cluster');
  const hosts = t.rich('hostsIn', { count: wave.hosts, place: foreign(cluster?.value ?? wave.fabric) });
  if (link === undefined || change.plan !== undefined) return <b>{hosts}</b>;
  return (
    <b>
      <Link
        className={link === 'told' ? TOLD_LINK : 'link'}
        href={inScope(waveAddress(wave.id), { fabrics, at })}
      >
        {hosts}
      </Link>
    </b>
  );
}

/** The same of a wave of hosts that turned for the worse. That they fell silent is noticed by the server when it happens. */
export function WaveSub({ wave, asOf }: { wave: WaveRow; asOf: string }) {
  const { change } = wave;
  const parts = [
    useReasons(change, asOf),
    useWaveParts(wave),
    useLateness(change.kind === 'silent' ? null : change),
  ].flat();
  return <Parts parts={parts} />;
}

export function Parts({ parts, className }: { parts: readonly ReactNode[]; className?: string }) {
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

export function useReasons(
  { kind, from, to, gained, fixed, regressed, causes, since, code, count = 1, otherHostname }: ChangeRow,
  asOf: string,
) {
  const t = useTranslations('changes.sub');
  const rejectionText = useRejectionText();
  const named = (names: readonly string[]) => ({ causes: () => <Names names={names} /> });
  const parts: ReactNode[] = [];
  // A state that is its own cause says all.
  const telling = gained.filter((cause) => cause !== to);
  if (telling.length > 0 && from !== to) parts.push(<Names names={telling} />);
  if (regressed.length > 0) parts.push(t.rich('regressed', named(regressed)));
  if (
    (kind === 'recovery' || (kind === 'improvement' && from !== to)) &&
    fixed.some((cause) => cause !== from)
  )
    parts.push(t.rich('fixed', named(fixed)));
  if (kind === 'firstReport' && causes.some((cause) => cause !== to)) parts.push(<Names names={causes} />);
  if (kind === 'back' && since !== null)
    parts.push(t.rich('notHeard', { moment: () => <Time value={since} asOf={asOf} place="inSentence" /> }));
  if (kind === 'ciPolicyChanged')
    parts.push(t.rich('replaced', { from: shownOrDash(kind, from), to: shownOrDash(kind, to) }));
  if (kind === 'duplicateIdentity' && otherHostname) parts.push(<ForeignText text={otherHostname} />);
  if (code !== null) parts.push(rejectionText(code));
  if (count > 1) parts.push(t('times', { count }));
  return parts;
}

/** The policies of a host in short. */
export const shortHashes = (policy: string) =>
  policy
    .split(',')
    .map((hash) => hash.slice(0, HASH_CHARS))
    .join(', ');

/** What was replaced, or what came in its place. */
export const shownValue = (kind: string, value: string): string =>
  factsOf(kind).isOfHashes ? shortHashes(value) : value;

const shownOrDash = (kind: string, value: string | null) =>
  foreign(value === null ? null : shownValue(kind, value));

export function useWaveParts(wave: WaveRow | null): ReactNode[] {
  const t = useTranslations('changes.sub');
  const phrase = useDurationPhrase();
  if (wave === null) return [];
  const seconds = secondsBetween(wave.startedAt, wave.endedAt);
  const parts: ReactNode[] = [
    seconds < 60 ? t('atOnce') : t('within', { duration: phrase(seconds) }),
    ...wave.precededBy.map(({ kind, from, to }) => {
      const values = { from: shownOrDash(kind, from), to: shownOrDash(kind, to) };
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
export function useLateness(change: ChangeRow | null): ReactNode[] {
  const t = useTranslations('changes.sub');
  const phrase = useDurationPhrase();
  const seconds = change === null ? 0 : secondsBetween(change.at, change.recordedAt);
  if (seconds <= LATE_SECONDS) return [];
  return [t('late', { duration: phrase(seconds) })];
}
