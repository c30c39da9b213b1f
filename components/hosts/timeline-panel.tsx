'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { shortHashes } from '@/components/fleet/change-text';
import { CheckTag } from '@/components/fleet/check-tags';
import { HostLink } from '@/components/fleet/host-link';
import { StateGlyph } from '@/components/fleet/state-glyph';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { Time } from '@/components/fleet/time';
import { type TimelineEntry, type TimelineEvent, timelineEntries } from '@/components/hosts/timeline-entries';
import { ForeignText } from '@/components/ui/foreign-text';
import { Icon } from '@/components/ui/icon';
import { Panel } from '@/components/ui/panel';
import { useTRPC } from '@/lib/client/trpc';
import { watching } from '@/lib/client/watched-query';
import type { Timeline } from '@/lib/contracts/fleet';

const WATCHING_MS = 15_000;

export function TimelinePanel({ id, at, asOf }: { id: string; at: string | null; asOf: string }) {
  const t = useTranslations('host.timeline');
  const trpc = useTRPC();
  const options = trpc.history.timeline.queryOptions({ id, at }, watching(WATCHING_MS, at));
  const { data } = useSuspenseQuery(options);
  const entries = timelineEntries(data);
  return (
    <Panel title={t('title')} hint={t('hint')}>
      <div className="p-4">
        {entries.length === 0 && <p className="soft">{t('empty')}</p>}
        <ol className="tl">
          {entries.map((entry) => (
            <Entry key={keyOf(entry)} entry={entry} asOf={asOf} />
          ))}
        </ol>
        {data.hasEarlierEvents && <p className="soft">{t('earlierEvents')}</p>}
        {data.historyFrom !== null && <Horizon from={data.historyFrom} asOf={asOf} />}
      </div>
    </Panel>
  );
}

/** What is older was dropped, and nobody should take its absence for silence. */
function Horizon({ from, asOf }: { from: string; asOf: string }) {
  const t = useTranslations('host.timeline');
  return (
    <p className="soft">
      {t.rich('historyFrom', { moment: () => <Time value={from} asOf={asOf} isInSentence /> })}
    </p>
  );
}

/** Several things happen in one millisecond: events have ids, and of runs and gaps one alone begins at a time. */
const keyOf = (entry: TimelineEntry) => (entry.type === 'event' ? entry.id : `${entry.type} ${entry.from}`);

const stateOf = (entry: TimelineEntry) => {
  if (entry.type === 'unverified') return 'Silent';
  return entry.type === 'run' ? (entry.run.attestationStatus ?? 'Unknown') : null;
};

function Entry({ entry, asOf }: { entry: TimelineEntry; asOf: string }) {
  const state = stateOf(entry);
  return (
    <li className={state === null ? undefined : STATE_CLASS[state]}>
      <Time value={entry.from} asOf={asOf} />
      {state === null ? <Icon name="notEvaluated" size={13} /> : <StateGlyph state={state} size={13} />}
      <EntryText entry={entry} asOf={asOf} />
    </li>
  );
}

function EntryText({ entry, asOf }: { entry: TimelineEntry; asOf: string }) {
  const t = useTranslations('host.timeline');
  if (entry.type === 'event') return <EventText event={entry} />;
  if (entry.type === 'run') return <RunText run={entry.run} asOf={asOf} />;
  return (
    <p>
      <b>{t('unverified')}</b> <Until value={entry.to} asOf={asOf} />
    </p>
  );
}

function EventText({ event: { kind, replaced, other } }: { event: TimelineEvent }) {
  const t = useTranslations('host.timeline');
  const shown = (text: string) => (kind === 'ciPolicyChanged' ? shortHashes(text) : text);
  return (
    <div>
      <p>{t(`event.${kind}`)}</p>
      {replaced !== null && (
        <p className="mute">
          <ForeignText text={shown(replaced.from)} /> → <ForeignText text={shown(replaced.to)} />
        </p>
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

function RunText({ run, asOf }: { run: Timeline['runs'][number]; asOf: string }) {
  const t = useTranslations('host.timeline');
  return (
    <div>
      <p>
        <b>{run.attestationStatus ?? t('unreadable')}</b> <Until value={run.to} asOf={asOf} />
        {run.lateEvidence && <span className="mute">, {t('late')}</span>}
      </p>
      {run.failingChecks.length > 0 && (
        <p className="tags">
          {run.failingChecks.map((check) => (
            <CheckTag key={check} check={check} />
          ))}
        </p>
      )}
    </div>
  );
}

function Until({ value, asOf }: { value: string; asOf: string }) {
  const t = useTranslations('host.timeline');
  return (
    <span className="mute">
      {t.rich('until', { moment: () => <Time value={value} asOf={asOf} isInSentence /> })}
    </span>
  );
}
