'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { CheckTag } from '@/components/fleet/check-tags';
import { HostLink } from '@/components/fleet/host-link';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { Time, useDurationPhrase } from '@/components/fleet/time';
import { shownValue } from '@/components/fleet/wave-text';
import {
  keyOfEntry,
  type Stretch,
  stateOfEntry,
  type TimelineEntry,
  type TimelineEvent,
  type Turn,
  timelineEntries,
} from '@/components/hosts/timeline-entries';
import { ForeignText } from '@/components/ui/foreign-text';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { Panel } from '@/components/ui/panel';
import { hostTabAddress } from '@/lib/client/host-page';
import { inScope } from '@/lib/client/scope';
import { withChoice } from '@/lib/client/snapshot-address';
import { useTRPC } from '@/lib/client/trpc';
import { useListOrigin } from '@/lib/client/use-list-origin';
import { useScope } from '@/lib/client/use-scope';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import { secondsBetween } from '@/lib/i18n/duration';
import { visibleText } from '@/lib/util/visible-text';

type TimelinePanelProps = {
  id: string;
  at: string | null;
  asOf: string;
  /** Then what changed with a run leads to the snapshots around its beginning. */
  mayReadRaw?: boolean;
  /** It has left the fleet at the moment that the page shows. */
  isGone?: boolean;
};

export function TimelinePanel({ id, at, asOf, mayReadRaw = false, isGone = false }: TimelinePanelProps) {
  const t = useTranslations('host.timeline');
  const trpc = useTRPC();
  const options = trpc.history.timeline.queryOptions({ id, at }, watching(PAGE_EVERY_MS, at));
  const { data } = useSuspenseQuery(options);
  const entries = timelineEntries(data, isGone);
  const turns = new Set(mayReadRaw ? data.runs.slice(1).map(({ from }) => from) : []);
  return (
    <Panel title={t('title')} hint={t('hint')}>
      <div className="p-4">
        {entries.length === 0 && <p className="text-ink-2">{t('empty')}</p>}
        <ol className="leading-4.5">
          {entries.map((entry) => (
            <Entry key={keyOfEntry(entry)} entry={entry} asOf={asOf}>
              {entry.type === 'run' && turns.has(entry.from) && (
                <InSnapshot id={id} at={at} turn={entry.from} />
              )}
            </Entry>
          ))}
        </ol>
        {data.hasEarlierEvents && <p className="text-ink-2">{t('earlierEvents')}</p>}
        {data.historyFrom !== null && <Horizon from={data.historyFrom} asOf={asOf} />}
      </div>
    </Panel>
  );
}

/** What is older was dropped, and nobody should take its absence for silence. */
function Horizon({ from, asOf }: { from: string; asOf: string }) {
  const t = useTranslations('host.timeline');
  return (
    <p className="text-ink-2">
      {t.rich('historyFrom', { moment: () => <Time value={from} asOf={asOf} place="inSentence" /> })}
    </p>
  );
}

const line = cva(
  'relative grid grid-cols-[100px_13px_1fr] gap-x-2 pb-3.5 before:absolute before:top-4 before:-bottom-0.5 before:left-28.5 before:border-l before:border-line-2 last:pb-0 last:before:hidden',
);

const glyph = cva('relative mt-0.75 bg-surface', {
  variants: { isOfState: { true: 'text-state', false: 'text-ink-3' } },
});

type EntryProps = { entry: TimelineEntry; asOf: string; children?: ReactNode };

function Entry({ entry, asOf, children }: EntryProps) {
  const state = stateOfEntry(entry);
  return (
    <li className={line({ className: state && STATE_CLASS[state] })}>
      <Time className="text-code whitespace-nowrap text-ink-3" value={entry.from} asOf={asOf} />
      {state === null ? (
        <Icon className={glyph({ isOfState: false })} name="notEvaluated" size={13} />
      ) : (
        <StateGlyph className={glyph({ isOfState: true })} state={state} size={13} />
      )}
      <div className="min-w-0 wrap-anywhere">
        <EntryText entry={entry} asOf={asOf} />
        {children}
      </div>
    </li>
  );
}

/** What the host said when it turned, against what was known of it right before. */
function InSnapshot({ id, at, turn }: { id: string; at: string | null; turn: string }) {
  const t = useTranslations('host.timeline');
  const scope = useScope();
  const address = inScope(hostTabAddress(id, 'raw', { at, from: useListOrigin() }), scope);
  const compared = new Date(Date.parse(turn) - 1).toISOString();
  return (
    <Link className="link text-small" href={withChoice(address, { shown: turn, compared })}>
      {t('inSnapshot')}
    </Link>
  );
}

function EntryText({ entry, asOf }: { entry: TimelineEntry; asOf: string }) {
  return entry.type === 'event' ? <EventText event={entry} /> : <StretchText stretch={entry} asOf={asOf} />;
}

function EventText({ event: { kind, replaced, other } }: { event: TimelineEvent }) {
  const t = useTranslations('host.timeline');
  return (
    <div>
      <p>{t(`event.${kind}`)}</p>
      {replaced !== null && (
        <BeforeAndAfter
          before={<ForeignText text={shownValue(kind, replaced.from)} />}
          after={<ForeignText text={shownValue(kind, replaced.to)} />}
        />
      )}
      {other !== null && (
        <p>
          {t.rich('otherHost', {
            host: () => <HostLink {...other} look="inSentence" />,
          })}
        </p>
      )}
    </div>
  );
}

function BeforeAndAfter({ before, after }: { before: ReactNode; after: ReactNode }) {
  return (
    <p className="text-ink-3">
      {before} → {after}
    </p>
  );
}

function StretchText({ stretch, asOf }: { stretch: Stretch; asOf: string }) {
  const t = useTranslations('host.timeline');
  const run = stretch.type === 'run' ? stretch.run : null;
  return (
    <div>
      <p>
        <b>{run === null ? t('unverified') : (run.attestationStatus ?? t('unreadable'))}</b>{' '}
        <HowLong stretch={stretch} asOf={asOf} />
        {run?.lateEvidence && <span className="text-ink-3">, {t('late')}</span>}
      </p>
      {stretch.turn !== null && <TurnText turn={stretch.turn} />}
      {run !== null && run.failingChecks.length > 0 && (
        <p className="mt-1 flex flex-wrap gap-1">
          {run.failingChecks.map((check) => (
            <CheckTag key={check} check={check} />
          ))}
        </p>
      )}
    </div>
  );
}

function TurnText({ turn }: { turn: Turn }) {
  const t = useTranslations('host.timeline');
  if (turn.of === 'checks') {
    const names = (checks: readonly string[]) => checks.map(visibleText).join(', ') || t('noCheck');
    return <BeforeAndAfter before={names(turn.from)} after={names(turn.to)} />;
  }
  const word = (told: typeof turn.from) => (told === 'unreadable' || told === 'unverified' ? t(told) : told);
  return <BeforeAndAfter before={word(turn.from)} after={word(turn.to)} />;
}

/** How long it was so, and until when; of what goes on, since when. */
function HowLong({ stretch: { from, to, lasts, isOfChecks }, asOf }: { stretch: Stretch; asOf: string }) {
  const t = useTranslations('host.timeline');
  const phrase = useDurationPhrase();
  const [told, place] = lasts ? ([from, 'inSentence'] as const) : ([to, 'upTo'] as const);
  const moment = () => <Time className="whitespace-nowrap" value={told} asOf={asOf} place={place} />;
  const duration = phrase(secondsBetween(from, lasts ? asOf : to));
  return (
    <span className="text-ink-3">
      {isOfChecks && `${t('withChecks')} `}
      {t.rich(lasts ? 'lasting' : 'ended', { duration, moment })}
    </span>
  );
}
