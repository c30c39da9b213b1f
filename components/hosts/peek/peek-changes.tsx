'use client';

import { useQuery } from '@tanstack/react-query';
import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { Time } from '@/components/fleet/time';
import { PeekSection } from '@/components/hosts/peek/peek-section';
import {
  keyOfEntry,
  type Stretch,
  stateOfEntry,
  type TimelineEntry,
  type Turn,
  timelineEntries,
} from '@/components/hosts/timeline-entries';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { hostTabAddress } from '@/lib/client/host-page';
import type { HostView } from '@/lib/client/outputs';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { PAGE_EVERY_MS, watching } from '@/lib/client/watched-query';
import type { HostQuery } from '@/lib/contracts/words/host-query';
import { visibleText } from '@/lib/util/visible-text';

const SHOWN = 4;

/** What happened to the host last, a line each: the timeline of its page has the rest. */
export function PeekChanges({ host: { id, asOf }, query }: { host: HostView; query: HostQuery }) {
  const t = useTranslations('host.timeline');
  const tPeek = useTranslations('hosts.peek');
  const tUi = useTranslations('ui');
  const scope = useScope();
  const at = query.at?.toISOString() ?? null;
  const options = useTRPC().history.timeline.queryOptions({ id, at }, watching(PAGE_EVERY_MS, at));
  const { data, isError } = useQuery(options);
  const entries = data && timelineEntries(data, false).slice(0, SHOWN);
  return (
    <PeekSection
      title={tPeek('changes')}
      aside={
        <Link className="link" href={inScope(hostTabAddress(id, 'timeline', { at, from: query }), scope)}>
          {t('title')}
        </Link>
      }
    >
      {entries === undefined && (
        <p className="h-20 text-small text-ink-3">{isError ? tUi('notLoaded') : tPeek('loading')}</p>
      )}
      {entries?.length === 0 && <p className="text-small text-ink-3">{t('empty')}</p>}
      <ol className="grid gap-1 text-small">
        {entries?.map((entry) => (
          <Line key={keyOfEntry(entry)} entry={entry} asOf={asOf} />
        ))}
      </ol>
    </PeekSection>
  );
}

const line = cva('grid grid-cols-[84px_12px_minmax(0,1fr)] gap-x-2 fr:grid-cols-[104px_12px_minmax(0,1fr)]');

function Line({ entry, asOf }: { entry: TimelineEntry; asOf: string }) {
  const t = useTranslations('host.timeline.event');
  const state = stateOfEntry(entry);
  return (
    <li className={line({ className: state && STATE_CLASS[state] })}>
      <Time className="text-ink-3" value={entry.from} asOf={asOf} />
      {state === null ? (
        <Icon className="mt-0.75 text-ink-3" name="notEvaluated" size={12} />
      ) : (
        <StateGlyph className="mt-0.75 text-state" state={state} size={12} />
      )}
      <span className="min-w-0 wrap-anywhere">
        {entry.type === 'event' ? t(entry.kind) : <Turned stretch={entry} />}
      </span>
    </li>
  );
}

function Turned({ stretch: { turn, ...stretch } }: { stretch: Stretch }) {
  const t = useTranslations('host.timeline');
  const word = (told: string) => (told === 'unreadable' || told === 'unverified' ? t(told) : told);
  if (turn?.of === 'checks') return <OtherChecks turn={turn} />;
  if (turn?.of === 'state') return `${word(turn.from)} → ${word(turn.to)}`;
  return stretch.type === 'run' ? word(stretch.run.attestationStatus ?? 'unreadable') : t('unverified');
}

function OtherChecks({ turn: { from, to } }: { turn: Turn & { of: 'checks' } }) {
  const t = useTranslations('hosts.peek');
  const told = [
    { key: 'gained', checks: to.filter((check) => !from.includes(check)) },
    { key: 'fixed', checks: from.filter((check) => !to.includes(check)) },
  ] as const;
  return told
    .filter(({ checks }) => checks.length > 0)
    .map(({ key, checks }) => t(key, { checks: checks.map(visibleText).join(', ') }))
    .join('. ');
}
