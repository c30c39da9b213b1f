'use client';

import { useTranslations } from 'next-intl';
import { Time } from '@/components/fleet/time';
import { byServerClock } from '@/components/hosts/by-server-clock';
import { UnreadText } from '@/components/hosts/unread-text';
import { type Column, DataTable } from '@/components/table/data-table';
import { FoldedPanel } from '@/components/ui/folded-panel';
import { ForeignText } from '@/components/ui/foreign-text';
import type { HostView } from '@/lib/client/outputs';
import { factValue, readFacts, unreadFacts } from '@/lib/domain/facts';

/** No agent sends more. */
const EVENTS_SHOWN = 20;

/** Windows' own numbers; its words for them are in the language of the host. */
const LEVELS: ReadonlyMap<number | null, 'critical' | 'error' | 'warning' | 'information'> = new Map([
  [1, 'critical'],
  [2, 'error'],
  [3, 'warning'],
  [4, 'information'],
]);

/** What the HGS client logged before the last snapshot: why an attestation failed is often there alone. */
export function EventsPanel({ host }: { host: HostView }) {
  const t = useTranslations('host.events');
  const facts = readFacts(host.facts);
  if (facts.hgsEvents.status === 'absent') return null;
  const [unread] = unreadFacts(facts, ['hgsEvents']);
  const events = factValue(facts, 'hgsEvents')?.events ?? null;
  return (
    <FoldedPanel
      title={t('title')}
      hint={<Before host={host} />}
      aside={events && t('count', { count: events.length })}
      isOpenAtFirst={events === null}
    >
      {events !== null && events.length > 0 ? (
        <EventTable events={events} host={host} />
      ) : (
        <p className="p-4 text-ink-2">
          {events !== null ? (
            t('none')
          ) : (
            <UnreadText status={unread?.status ?? 'failed'} reason={unread?.reason ?? null} />
          )}
        </p>
      )}
    </FoldedPanel>
  );
}

/** Events alone are no new content, so that the snapshot they stand in may be an old one. */
function Before({ host: { toldAt, asOf } }: { host: HostView }) {
  const t = useTranslations('host.events');
  return t.rich('hint', {
    moment: () => toldAt !== null && <Time value={toldAt} asOf={asOf} place="inSentence" />,
  });
}

type HgsEvent = { at: string | null; id: number | null; level: number | null; message: string | null };

function EventTable({ events, host }: { events: readonly HgsEvent[]; host: HostView }) {
  const t = useTranslations('host.events');
  const shown = events.slice(0, EVENTS_SHOWN);
  const unknown = <span className="text-ink-3">{t('unknown')}</span>;
  const short = 'whitespace-nowrap max-tablet:whitespace-normal';
  const columns: Column<HgsEvent>[] = [
    {
      id: 'time',
      header: t('time'),
      className: short,
      cell: ({ at }) => {
        const value = byServerClock(at, host);
        return value === null ? unknown : <Time value={value} asOf={host.asOf} />;
      },
    },
    { id: 'id', header: t('id'), cell: ({ id }) => <span className="mono">{id ?? unknown}</span> },
    {
      id: 'level',
      header: t('level'),
      className: short,
      cell: ({ level }) => {
        const known = LEVELS.get(level);
        return known ? t(`levels.${known}`) : (level ?? unknown);
      },
    },
    {
      id: 'message',
      header: t('message'),
      className: 'w-full wrap-anywhere',
      cell: ({ message }) =>
        message === null ? unknown : <ForeignText text={message.replace(/[\r\n]+/g, ' ')} />,
    },
  ];
  return (
    <>
      <DataTable
        label={t('title')}
        {...{ columns }}
        rows={shown}
        // Two events may be the same in every word.
        keyOf={(event) => String(shown.indexOf(event))}
        look="figures"
        isTop
        more={shown.length < events.length ? t('more', { count: events.length - shown.length }) : undefined}
      />
      <p className="px-4 py-3 text-small text-ink-3">{t('stored')}</p>
    </>
  );
}
