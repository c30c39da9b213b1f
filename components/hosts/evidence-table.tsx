'use client';

import { useTranslations } from 'next-intl';
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

/** What the agent saw, beside what the documentation says: a host cannot know what its HGS expects. */
export function EvidenceTable({ evidence, unread = [], host, required }: EvidenceTableProps) {
  const t = useTranslations('host.checks');
  if (evidence.length === 0 && unread.length === 0) return <p>{t('noEvidence')}</p>;
  return (
    <table className="evidence">
      <thead>
        <tr>
          <th scope="col">{t('line')}</th>
          <th scope="col">
            <Seen host={host} />
          </th>
          <th scope="col">{t(required)}</th>
        </tr>
      </thead>
      <tbody>
        {evidence.map((line) => (
          <tr key={line.label}>
            <th scope="row">
              <ForeignText text={line.label} />
            </th>
            <td>
              <SeenValue line={line} asOf={host.asOf} />
            </td>
            <td>
              {line.required === null ? (
                <span className="mute">{t('notStated')}</span>
              ) : (
                <ForeignText text={line.required} />
              )}
            </td>
          </tr>
        ))}
        {unread.map((fact) => (
          <UnreadRow key={fact.fact} unread={fact} />
        ))}
      </tbody>
    </table>
  );
}

function UnreadRow({ unread: { fact, status, reason } }: { unread: Unread }) {
  return (
    <tr>
      <th scope="row">
        <ForeignText text={fact} />
      </th>
      <td colSpan={2}>
        <UnreadText status={status} reason={reason} />
      </td>
    </tr>
  );
}

function SeenValue({ line, asOf }: { line: Line; asOf: string }) {
  const t = useTranslations('host.checks');
  const { seen, absent, moment } = line;
  if (moment) return <SeenMoment {...moment} asOf={asOf} />;
  if (seen === null && !absent) return <span className="mute">{t('notSeen')}</span>;
  const value = seen === null ? t('notSet') : <ForeignText text={seen} />;
  if (line.agrees !== false) return value;
  return (
    <mark>
      {value}
      <span className="sr"> ({t('doesNotAgree')})</span>
    </mark>
  );
}

/** Counted to the report that told it: that one may be old, and what has happened since is not known. */
function SeenMoment({ at, toldAt, asOf }: { at: string; toldAt: string; asOf: string }) {
  const t = useTranslations('host.checks');
  return t.rich('momentBefore', {
    moment: () => <Time value={at} asOf={asOf} />,
    age: () => <Age value={at} asOf={toldAt} />,
    report: () => <Time value={toldAt} asOf={asOf} isInSentence />,
  });
}

/** When it was seen, since a silent host's evidence is old. */
function Seen({ host }: { host: HostView }) {
  const t = useTranslations('host.checks');
  const { lastObservedAt, asOf } = host;
  if (lastObservedAt === null) return t('seenNever');
  return t.rich('seen', { moment: () => <Time value={lastObservedAt} asOf={asOf} isInSentence /> });
}
