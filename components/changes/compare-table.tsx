'use client';

import { useTranslations } from 'next-intl';
import { HostLink } from '@/components/fleet/host-link';
import { StatePill } from '@/components/fleet/state-pill';
import { ForeignText } from '@/components/ui/foreign-text';
import type { Changelog } from '@/lib/contracts/changes';

type Row = Changelog['hosts'][number];
type Side = NonNullable<Row['before']>;
type Word = Exclude<Row['differs'][number], 'added' | 'gone'>;

type CompareTableProps = {
  log: Changelog;
  /** Null: now, and so what the hosts that are there lead to. */
  to: Date | null;
};

export function CompareTable({ log, to }: CompareTableProps) {
  const t = useTranslations('changes.compare');
  return (
    <table className="max-tablet:min-w-140">
      <thead>
        <tr>
          <th>{t('host')}</th>
          <th>{t('what')}</th>
          <th>{t('before')}</th>
          <th>{t('after')}</th>
        </tr>
      </thead>
      <tbody>
        {log.hosts.map((host) => (
          <HostRow key={host.id} host={host} from={new Date(log.from)} to={to} />
        ))}
      </tbody>
    </table>
  );
}

function HostRow({ host, from, to }: { host: Row; from: Date; to: Date | null }) {
  const t = useTranslations('changes.compare');
  const { id, before, after, differs } = host;
  const words = differs.filter((word): word is Word => word !== 'added' && word !== 'gone');
  const shown: Word[] = words.length > 0 ? words : ['state', 'cause'];
  return (
    <tr>
      <td className="py-1.5 wrap-anywhere whitespace-nowrap">
        <HostLink
          id={id}
          hostname={(after ?? before)?.hostname ?? ''}
          // One that is gone is only there at the earlier time.
          at={after === null ? from : to}
        />
      </td>
      <td className="py-1.5 wrap-anywhere">{differs.map((word) => t(`differs.${word}`)).join(', ')}</td>
      <td className="py-1.5 wrap-anywhere">
        <Values side={before} words={shown} />
      </td>
      <td className="py-1.5 wrap-anywhere">
        <Values side={after} words={shown} />
      </td>
    </tr>
  );
}

function Values({ side, words }: { side: Side | null; words: readonly Word[] }) {
  const t = useTranslations('changes.compare');
  if (side === null) return <span className="text-ink-3">{t('notThere')}</span>;
  return (
    <ul className="grid gap-1">
      {words.map((word) => (
        <li key={word}>
          <Value side={side} word={word} />
        </li>
      ))}
    </ul>
  );
}

function Value({ side, word }: { side: Side; word: Word }) {
  const t = useTranslations('changes.compare');
  if (word === 'state') return <StatePill state={side.state} />;
  const text = word === 'cause' ? side.cause.join(', ') : (side[word] ?? '');
  return text === '' ? <span className="text-ink-3">{t('nothing')}</span> : <ForeignText text={text} />;
}
