'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { changeState } from '@/components/fleet/change-state';
import { ChangeSub } from '@/components/fleet/change-text';
import { beforeWave } from '@/components/fleet/hosts-of-wave';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { Time } from '@/components/fleet/time';
import { VmsTold } from '@/components/fleet/vms-told';
import { WaveBar } from '@/components/fleet/wave-bar';
import { WaveChain } from '@/components/fleet/wave-chain';
import { ChangeTitle } from '@/components/fleet/wave-text';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { useZone } from '@/components/ui/use-zone';
import { compareAddress } from '@/lib/client/compare-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { ChangeRow, FeedEntry, ToldVms, WaveRow } from '@/lib/contracts/changes';
import type { WaveProgress } from '@/lib/contracts/waves';
import { isTurnForTheWorse } from '@/lib/domain/changes';
import { calendarDay, clockTime, dayAndMonth, dayAndTime, fullMoment, type Zone } from '@/lib/i18n/moment';

export const changeOf = (entry: FeedEntry): ChangeRow =>
  entry.type === 'wave' ? entry.wave.change : entry.change;

export const keyOfEntry = (entry: FeedEntry) => changeOf(entry).id;

/** So many hosts at once are told with more weight than a few. */
const WEIGHTY_WAVE = 3;

const line = cva(
  'grid grid-cols-[46px_16px_minmax(0,1fr)] gap-x-2 border-b border-line px-4 py-2.5 last:border-b-0',
  { variants: { isWeighty: { true: 'bg-state-tint' } } },
);

/** Text on a tint is as dark as it has to be to stay legible. */
const quiet = cva(null, {
  variants: {
    isWeighty: { true: 'text-ink-2', false: 'text-ink-3' },
    kind: { time: 'text-code tabular-nums', below: 'mt-0.5 text-small wrap-anywhere' },
  },
});

type EntryProps = {
  entry: FeedEntry;
  asOf: string;
  at: Date | null;
  /** Tells line by line what was replaced before a wave, and leads to the fleet as it was before it. */
  hasRoom?: boolean;
  /** How far an open wave is proven to be over; what it blocks is what it blocks now. */
  progress?: WaveProgress;
};

/** What an open wave means for VMs as it stands: where its hosts are silent and nothing else, nothing vouches for them. */
const vmsOf = ({ vmsBlocked, vmsUnverified }: WaveProgress): ToldVms =>
  vmsBlocked > 0 || vmsUnverified === 0
    ? { count: vmsBlocked, effect: 'blocked' }
    : { count: vmsUnverified, effect: 'unverified' };

/** One line of what happened: a host's change, or a wave of them. */
export function ChangeEntry({ entry, asOf, at, hasRoom = false, progress }: EntryProps) {
  const change = changeOf(entry);
  const wave = entry.type === 'wave' ? entry.wave : null;
  const vms = progress === undefined ? (wave ?? change).vms : vmsOf(progress);
  const isChain = progress !== undefined || (wave !== null && wave.precededBy.length > 0);
  const chain = hasRoom && isChain ? wave : null;
  const state = changeState(change);
  const isWorse = isTurnForTheWorse(change.kind, change.to);
  const isLarge = wave !== null && wave.hosts >= WEIGHTY_WAVE && isWorse;
  const isOver = !(progress ?? wave)?.isOpen;
  const isWeighty = isLarge && !isOver;
  return (
    <li className={line({ isWeighty, className: state && STATE_CLASS[state] })}>
      <When {...{ change, wave, isWeighty }} dayOf={progress === undefined ? null : asOf} />
      <span className={classNames('mt-0.5', state === null ? 'text-ink-3' : 'text-state')}>
        {state === null ? <Icon name="changes" size={14} /> : <StateGlyph state={state} size={14} />}
      </span>
      <div>
        {vms !== undefined && (
          <VmsTold
            vms={vms}
            className={quiet({
              isWeighty,
              kind: 'below',
              className: 'float-right ml-3 max-tablet:float-none max-tablet:ml-0 max-tablet:block',
            })}
          />
        )}
        <p className="leading-4.5 wrap-anywhere">
          <ChangeTitle {...{ change, wave, at }} link="told" />
        </p>
        <ChangeSub
          {...{ change, asOf }}
          wave={chain === null ? wave : { ...chain, precededBy: [] }}
          className={quiet({ isWeighty, kind: 'below' })}
        />
        {chain !== null && <WaveChain wave={chain} {...(progress && { progress })} />}
        {entry.type === 'change' && entry.switches && <Switches {...entry.switches} asOf={asOf} />}
        {isLarge && <WaveBar {...{ wave, isOver }} />}
        {hasRoom && wave !== null && isWorse && <CompareBefore {...{ wave, at, asOf }} />}
      </div>
    </li>
  );
}

/** One line for a host that does not settle, in place of one for each change. */
function Switches({ count, since, asOf }: { count: number; since: string; asOf: string }) {
  const t = useTranslations('changes');
  const moment = () => <Time value={since} asOf={asOf} place="inSentence" />;
  return (
    <p className={quiet({ isWeighty: false, kind: 'below' })}>
      {t.rich('switches', { count, since: moment })}
    </p>
  );
}

type WhenProps = {
  change: ChangeRow;
  wave: WaveRow | null;
  isWeighty: boolean;
  /** Waves that are open may be of any day: this is the one that is not told. */
  dayOf: string | null;
};

function When({ change, wave, isWeighty, dayOf }: WhenProps) {
  const zone = useZone();
  const clock = (value: string) => (
    <time dateTime={value} title={fullMoment(new Date(value), zone)}>
      {clockTime(new Date(value), zone)}
    </time>
  );
  if (wave === null) return <span className={quiet({ isWeighty, kind: 'time' })}>{clock(change.at)}</span>;
  const day = dayOf === null ? null : otherDay(new Date(wave.startedAt), new Date(dayOf), zone);
  const isOneMinute = wave.startedAt.slice(0, 16) === wave.endedAt.slice(0, 16);
  return (
    <span className={quiet({ isWeighty, kind: 'time' })}>
      {day !== null && (
        <>
          {day}
          <br />
        </>
      )}
      {!isOneMinute && (
        <>
          {clock(wave.startedAt)}
          <span className="sr-only"> – </span>
          <br />
        </>
      )}
      {clock(wave.endedAt)}
    </span>
  );
}

/** The day of a time, where it is not the day that is looked at. */
const otherDay = (time: Date, asOf: Date, zone: Zone) =>
  calendarDay(time, zone) === calendarDay(asOf, zone) ? null : dayAndMonth(time, asOf, zone);

type BeforeProps = { wave: WaveRow; at: Date | null; asOf: string };

/** The fleet as it was before the first of it, beside what it is. */
function CompareBefore({ wave, at, asOf }: BeforeProps) {
  const t = useTranslations('changes');
  const zone = useZone();
  const scope = useScope();
  const from = beforeWave(wave);
  const isDay = calendarDay(from, zone) !== calendarDay(new Date(asOf), zone);
  const time = isDay ? dayAndTime(from, new Date(asOf), zone) : clockTime(from, zone);
  return (
    <p className="mt-1.5 text-small/6 print:hidden">
      <Link className="link" href={inScope(compareAddress({ from, to: at, cursor: null }), scope)}>
        {t('compareWith', { isDay: String(isDay), time })}
      </Link>
    </p>
  );
}
