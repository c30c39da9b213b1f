'use client';

import { useTranslations } from 'next-intl';
import type { CheckRow } from '@/lib/contracts/fleet';

type Line = CheckRow['evidence'][number];

/** What the agent saw, beside what the documentation says: a host cannot know what its HGS expects. */
export function EvidenceTable({ evidence }: { evidence: readonly Line[] }) {
  const t = useTranslations('host.checks');
  if (evidence.length === 0) return <p>{t('noEvidence')}</p>;
  return (
    <table className="evidence">
      <thead>
        <tr>
          <th scope="col">{t('line')}</th>
          <th scope="col">{t('seen')}</th>
          <th scope="col">{t('required')}</th>
        </tr>
      </thead>
      <tbody>
        {evidence.map((line) => (
          <tr key={line.label}>
            <th scope="row">
              <bdi>{line.label}</bdi>
            </th>
            <td>
              <Seen line={line} />
            </td>
            <td>
              {line.required === null ? (
                <span className="mute">{t('notStated')}</span>
              ) : (
                <bdi>{line.required}</bdi>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Seen({ line: { seen, agrees } }: { line: Line }) {
  const t = useTranslations('host.checks');
  if (seen === null) return <span className="mute">{t('notSeen')}</span>;
  if (agrees !== false) return <bdi>{seen}</bdi>;
  return (
    <mark>
      <bdi>{seen}</bdi>
      <span className="sr"> ({t('doesNotAgree')})</span>
    </mark>
  );
}
