'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { changeState } from '@/components/fleet/change-state';
import { ChangeSub, ChangeTitle } from '@/components/fleet/change-text';
import { HostLink } from '@/components/fleet/host-link';
import { hostsOfWave } from '@/components/fleet/hosts-of-wave';
import { ReportLink } from '@/components/fleet/report-link';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { Time } from '@/components/fleet/time';
import { WaveBar } from '@/components/fleet/wave-bar';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { useZone } from '@/components/ui/use-zone';
import { hostsAddress } from '@/lib/client/host-address';
import type { ChangeRow, FeedEntry, WaveRow } from '@/lib/contracts/changes';
import { type ChangeKind, isTurnForTheWorse } from '@/lib/domain/changes';
import { clockTime, fullMoment } from '@/lib/i18n/moment';

export const changeOf = (entry: FeedEntry): ChangeRow =>
  entry.type === 'wave' ? entry.wave.change : entry.change;

export const keyOfEntry = (entry: FeedEntry) => changeOf(entry).id;

/** So many hosts at once are told with more weight than a few. */
const WEIGHTY_WAVE = 3;

type EntryProps = { entry: FeedEntry; asOf: string; at: Date | null };

/** One line of what happened: a host's change, or a wave of them. */
export function ChangeEntry({ entry, asOf, at }: EntryProps) {
  const change = changeOf(entry);
  const wave = entry.type === 'wave' ? entry.wave : null;
  const state = changeState(change);
  const isWeighty =
    wave !== null && wave.hosts >= WEIGHTY_WAVE && isTurnForTheWorse(change.kind as ChangeKind, change.to);
  return (
    <li className={classNames(state !== null && STATE_CLASS[state], isWeighty && 'wave')}>
      <When change={change} wave={wave} />
      <span className="ico">
        {state === null ? <Icon name="changes" size={14} /> : <StateGlyph state={state} size={14} />}
      </span>
      <div>
        <p>
          <ChangeTitle {...{ change, wave, at }} />
        </p>
        <ChangeSub {...{ change, wave, asOf }} />
        {entry.type === 'change' && entry.switches && <Switches {...entry.switches} asOf={asOf} />}
        {wave !== null && isWeighty && <WaveBar wave={wave} />}
        {wave !== null && <WaveHosts {...{ wave, at }} />}
      </div>
    </li>
  );
}

/** Of a host that does not settle, in place of a line for each time. */
function Switches({ count, since, asOf }: { count: number; since: string; asOf: string }) {
  const t = useTranslations('changes');
  const moment = () => <Time value={since} asOf={asOf} isInSentence />;
  return <p className="sub">{t.rich('switches', { count, since: moment })}</p>;
}

function When({ change, wave }: { change: ChangeRow; wave: WaveRow | null }) {
  const zone = useZone();
  const clock = (value: string) => (
    <time dateTime={value} title={fullMoment(new Date(value), zone)}>
      {clockTime(new Date(value), zone)}
    </time>
  );
  if (wave === null) return <span className="when">{clock(change.at)}</span>;
  const isOneMinute = wave.startedAt.slice(0, 16) === wave.endedAt.slice(0, 16);
  return (
    <span className="when">
      {!isOneMinute && (
        <>
          {clock(wave.startedAt)}
          <span className="sr"> – </span>
          <br />
        </>
      )}
      {clock(wave.endedAt)}
    </span>
  );
}

function WaveHosts({ wave, at }: { wave: WaveRow; at: Date | null }) {
  const t = useTranslations('changes');
  const zone = useZone();
  const question = hostsOfWave(wave, at);
  return (
    <div className="acts">
      <details>
        <summary className="link">{t('showHosts', { count: wave.hosts })}</summary>
        <ul className="wave-hosts">
          {wave.members.map((member) => (
            <li key={member.hostId}>
              <HostLink id={member.hostId} hostname={member.hostname} at={at} />{' '}
              <span className="mute">{clockTime(new Date(member.at), zone)}</span>
            </li>
          ))}
          {wave.hosts > wave.members.length && (
            <li className="mute">{t('moreHosts', { count: wave.hosts - wave.members.length })}</li>
          )}
        </ul>
      </details>
      {question !== null && (
        <Link className="link" href={hostsAddress(question)}>
          {t('inHosts')}
        </Link>
      )}
      {question !== null && (
        <ReportLink question={question} size={null}>
          {t('reportOnThem')}
        </ReportLink>
      )}
    </div>
  );
}
