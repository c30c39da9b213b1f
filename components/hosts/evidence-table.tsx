'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Age, Time } from '@/components/fleet/time';
import { UnreadText } from '@/components/hosts/unread-text';
import { ForeignText } from '@/components/ui/foreign-text';
import type { HostView } from '@/lib/client/outputs';
import type { CheckRow } from '@/lib/contracts/fleet';

type Line = CheckRow['evidence'][number];
type Unread = CheckRow['unread'][number];

type EvidenceTableProps = {
  evidence: readonly Line[];
  /** What could not be read on the host. */
  unread?: readonly Unread[];
  host: HostView;
  /** Who asks for it: HGS by the vendor's documentation, or this product. */
  required: 'required' | 'needed';
};

const cell = cva(
  'h-6.5 border-b-0 px-3 py-1 align-top font-mono text-code font-normal tracking-tight wrap-anywhere whitespace-normal text-ink-2 normal-nums',
  {
    variants: { isName: { true: null, false: 'bg-transparent max-tablet:px-1.5' } },
    defaultVariants: { isName: false },
  },
);

function Head({ children }: { children: ReactNode }) {
  return (
    <th
      className="h-6.5 px-3 text-micro max-tablet:whitespace-normal max-tablet:not-first:px-1.5"
      scope="col"
    >
      {children}
    </th>
  );
}

/**
 * What the agent saw, beside what the documentation says: a host cannot know what its HGS expects. Where the documentation
 * says it of no line, there is no such column.
 */
export function EvidenceTable({ evidence, unread = [], host, required }: EvidenceTableProps) {
  const t = useTranslations('host.checks');
  if (evidence.length === 0 && unread.length === 0)
    return <p className="max-w-[92ch] text-ink-2">{t('noEvidence')}</p>;
  const isRequired = evidence.some((line) => line.required !== null);
  return (
    <table className="table-fixed border-separate border-spacing-0 rounded-pill border border-line">
      <thead>
        <tr>
          <Head>{t('line')}</Head>
          <Head>
            <Seen host={host} />
          </Head>
          {isRequired && <Head>{t(required)}</Head>}
        </tr>
      </thead>
      <tbody>
        {evidence.map((line) => (
          <tr key={line.label}>
            <th className={cell({ isName: true })} scope="row">
              <ForeignText text={line.label} breaksBetweenWords />
            </th>
            <td className={cell()}>
              <SeenValue line={line} asOf={host.asOf} />
            </td>
            {isRequired && (
              <td className={cell()}>
                {line.required === null ? (
                  <span className="text-ink-3">{t('notStated')}</span>
                ) : (
                  <ForeignText text={line.required} breaksBetweenWords />
                )}
              </td>
            )}
          </tr>
        ))}
        {unread.map((fact) => (
          <UnreadRow key={fact.fact} unread={fact} columns={isRequired ? 2 : 1} />
        ))}
      </tbody>
    </table>
  );
}

function UnreadRow({ unread: { fact, status, reason }, columns }: { unread: Unread; columns: number }) {
  return (
    <tr>
      <th className={cell({ isName: true })} scope="row">
        <ForeignText text={fact} />
      </th>
      <td className={cell()} colSpan={columns}>
        <UnreadText status={status} reason={reason} />
      </td>
    </tr>
  );
}

function SeenValue({ line, asOf }: { line: Line; asOf: string }) {
  const t = useTranslations('host.checks');
  const { seen, absent, moment } = line;
  if (moment) return <SeenMoment {...moment} asOf={asOf} />;
  if (seen === null && !absent) return <span className="text-ink-3">{t('notSeen')}</span>;
  const value = seen === null ? t('notSet') : <ForeignText text={seen} breaksBetweenWords />;
  if (line.agrees !== false) return value;
  return (
    <mark className="bg-transparent font-semibold text-insecure-ink underline decoration-wavy decoration-1 underline-offset-3">
      {value}
      <span className="sr-only"> ({t('doesNotAgree')})</span>
    </mark>
  );
}

/** Counted to the snapshot that says so, which may be old: what has happened since is not known. */
function SeenMoment({ at, toldAt, asOf }: { at: string; toldAt: string; asOf: string }) {
  const t = useTranslations('host.checks');
  return t.rich('momentBefore', {
    moment: () => <Time value={at} asOf={asOf} />,
    age: () => <Age value={at} asOf={toldAt} />,
    report: () => <Time value={toldAt} asOf={asOf} place="inSentence" />,
  });
}

/** When it was seen, since a silent host's evidence is old. */
function Seen({ host }: { host: HostView }) {
  const t = useTranslations('host.checks');
  const { lastObservedAt, asOf } = host;
  if (lastObservedAt === null) return t('seenNever');
  return t.rich('seen', { moment: () => <Time value={lastObservedAt} asOf={asOf} place="inSentence" /> });
}
