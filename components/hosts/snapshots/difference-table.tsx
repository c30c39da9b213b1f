'use client';

import { useTranslations } from 'next-intl';
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
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: What scrolls has to be reached by the keyboard.
    <section className="max-h-[70vh] overflow-auto print:max-h-none" aria-label={label} tabIndex={0}>
      <table className="table-fixed">
        <thead>
          <tr>
            <th className="w-2/5 max-tablet:w-1/3">{t('path')}</th>
            <Side name={t('from')} moment={sides.before} />
            <Side name={t('to')} moment={sides.after} />
          </tr>
        </thead>
        <tbody>
          {differences.map((difference) => (
            <DifferenceRow key={`${difference.kind} ${difference.path}`} difference={difference} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Side({ name, moment }: { name: string; moment: string }) {
  return (
    <th className="py-1.5 wrap-anywhere whitespace-normal">
      {name} <span className="block font-normal">{moment}</span>
    </th>
  );
}

function DifferenceRow({ difference }: { difference: Difference }) {
  const t = useTranslations('snapshots.compare');
  const { path, kind, before, after, element } = difference;
  return (
    <tr>
      <td className="py-1.5 align-top wrap-anywhere">
        <ForeignText className="mono" text={path === '' ? t('whole') : path} />
        {element !== null && <ForeignText className="block text-small text-ink-3" text={element} />}
      </td>
      <Value value={before} isThere={kind !== 'added'} />
      <Value value={after} isThere={kind !== 'removed'} />
    </tr>
  );
}

/** A longer value is folded, so that it does not hide what else differs. */
const LONG_CHARS = 600;
const BEGIN_CHARS = 120;

/** As it stands in the document, so that a text, a number and a null are told apart. */
function Value({ value, isThere }: { value: unknown; isThere: boolean }) {
  const t = useTranslations('snapshots.compare');
  return (
    <td className="py-1.5 align-top">
      {isThere ? (
        <Json text={visibleJson(JSON.stringify(value, null, 2))} />
      ) : (
        <span className="text-ink-3">{t('absent')}</span>
      )}
    </td>
  );
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
