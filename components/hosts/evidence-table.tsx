'use client';

import { useTranslations } from 'next-intl';
import { Age, Time } from '@/components/fleet/time';
import { UnreadText } from '@/components/hosts/unread-text';
import { type Column, DataTable } from '@/components/table/data-table';
import { Dash } from '@/components/ui/dash';
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

/**
 * What the agent saw, beside what the documentation says: a host cannot know what its HGS expects. Where the documentation
 * says it of no line, there is no such column.
 */
export function EvidenceTable({ evidence, unread = [], host, required }: EvidenceTableProps) {
  const t = useTranslations('host.checks');
  if (evidence.length === 0 && unread.length === 0)
    return <p className="max-w-[92ch] text-ink-2">{t('noEvidence')}</p>;
  const isRequired = evidence.some((line) => line.required !== null);
  const codeClass =
    'font-mono text-code tracking-tight wrap-anywhere whitespace-normal text-ink-2 normal-nums max-tablet:px-1.5';
  const columns: Column<Line | Unread>[] = [
    {
      id: 'line',
      header: t('line'),
      isName: true,
      cellClass: () => codeClass,
      cell: (line) => <ForeignText text={'fact' in line ? line.fact : line.label} breaksBetweenWords />,
    },
    {
      id: 'seen',
      header: <Seen host={host} />,
      cellClass: () => codeClass,
      cell: (line) =>
        'fact' in line ? (
          <UnreadText status={line.status} reason={line.reason} />
        ) : (
          <SeenValue line={line} asOf={host.asOf} />
        ),
    },
  ];
  const asked: Column<Line | Unread> = {
    id: 'required',
    header: t(required),
    cellClass: () => codeClass,
    cell: (line) => 'label' in line && <Required line={line} />,
  };
  return (
    <div className="rounded-pill border border-line">
      <DataTable
        label={t('line')}
        columns={isRequired ? [...columns, asked] : columns}
        rows={[...evidence, ...unread]}
        keyOf={(line) => ('fact' in line ? line.fact : line.label)}
        look="figures"
        isTop
        className="table-fixed"
      />
    </div>
  );
}

function Required({ line: { required } }: { line: Line }) {
  const t = useTranslations('host.checks');
  if (required === null) return <Dash says={t('notStated')} />;
  return <ForeignText text={required} breaksBetweenWords />;
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
