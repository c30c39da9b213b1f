'use client';

import { useTranslations } from 'next-intl';
import { type Column, DataTable } from '@/components/table/data-table';
import { ForeignText } from '@/components/ui/foreign-text';
import type { ComparisonView } from '@/lib/client/outputs';
import { visibleJson } from '@/lib/util/visible-text';

type Difference = ComparisonView['differences'][number];

type TableProps = {
  differences: readonly Difference[];
  /** When the host said the one and the other. */
  sides: { before: string; after: string };
  label: string;
};

export function DifferenceTable({ differences, sides, label }: TableProps) {
  const t = useTranslations('snapshots.compare');
  const side = (id: 'from' | 'to', moment: string, isThere: (one: Difference) => boolean) => ({
    id,
    header: (
      <>
        {t(id)} <span className="block font-normal">{moment}</span>
      </>
    ),
    headClass: 'py-1.5 wrap-anywhere whitespace-normal',
    cell: (one: Difference) => (
      <Value value={id === 'from' ? one.before : one.after} isThere={isThere(one)} />
    ),
  });
  const columns: Column<Difference>[] = [
    {
      id: 'path',
      header: t('path'),
      className: 'w-2/5 wrap-anywhere max-tablet:w-1/3',
      cell: ({ path, element }) => (
        <>
          <ForeignText className="mono" text={path === '' ? t('whole') : path} />
          {element !== null && <ForeignText className="block text-small text-ink-3" text={element} />}
        </>
      ),
    },
    side('from', sides.before, ({ kind }) => kind !== 'added'),
    side('to', sides.after, ({ kind }) => kind !== 'removed'),
  ];
  return (
    <DataTable
      {...{ label, columns }}
      rows={differences}
      keyOf={({ kind, path }) => `${kind} ${path}`}
      isTop
      height="text"
      className="table-fixed"
    />
  );
}

/** A longer value is folded, so that it does not hide what else differs. */
const LONG_CHARS = 600;
const BEGIN_CHARS = 120;

/** As it stands in the document, so that a text, a number and a null are told apart. */
function Value({ value, isThere }: { value: unknown; isThere: boolean }) {
  const t = useTranslations('snapshots.compare');
  if (!isThere) return <span className="text-ink-3">{t('absent')}</span>;
  return <Json text={visibleJson(JSON.stringify(value, null, 2))} />;
}

function Json({ text }: { text: string }) {
  const whole = (
    <pre dir="ltr" className="mono wrap-anywhere whitespace-pre-wrap">
      {text}
    </pre>
  );
  if (text.length <= LONG_CHARS) return whole;
  return (
    <details>
      <summary dir="ltr" className="mono cursor-pointer wrap-anywhere">
        {`${text.slice(0, BEGIN_CHARS)} …`}
      </summary>
      {whole}
    </details>
  );
}
