'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { Time } from '@/components/fleet/time';
import { byServerClock } from '@/components/hosts/by-server-clock';
import { UnreadText } from '@/components/hosts/unread-text';
import { ForeignText } from '@/components/ui/foreign-text';
import { Panel } from '@/components/ui/panel';
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
    <Panel title={t('title')} hint={<Before host={host} />}>
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
    </Panel>
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
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('time')}</th>
            <th scope="col">{t('id')}</th>
            <th scope="col">{t('level')}</th>
            <th scope="col">{t('message')}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((event, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two events may be the same in every word.
            <EventRow key={index} event={event} host={host} />
          ))}
        </tbody>
      </table>
      {shown.length < events.length && (
        <p className="px-4 pt-4 text-ink-2">{t('more', { count: events.length - shown.length })}</p>
      )}
      <p className="px-4 py-3 text-small text-ink-3">{t('stored')}</p>
    </>
  );
}

const cell = cva('h-7 py-1 align-top text-small/5', {
  variants: {
    isMessage: { true: 'w-full wrap-anywhere', false: 'whitespace-nowrap max-tablet:whitespace-normal' },
  },
  defaultVariants: { isMessage: false },
});

function EventRow({ event: { at, id, level, message }, host }: { event: HgsEvent; host: HostView }) {
  const t = useTranslations('host.events');
  const value = byServerClock(at, host);
  const known = LEVELS.get(level);
  const unknown = <span className="text-ink-3">{t('unknown')}</span>;
  return (
    <tr>
      <td className={cell()}>{value === null ? unknown : <Time value={value} asOf={host.asOf} />}</td>
      <td className={cell({ className: 'mono' })}>{id ?? unknown}</td>
      <td className={cell()}>{known ? t(`levels.${known}`) : (level ?? unknown)}</td>
      <td className={cell({ isMessage: true })}>
        {message === null ? unknown : <ForeignText text={message.replace(/[\r\n]+/g, ' ')} />}
      </td>
    </tr>
  );
}
