'use client';

import { useTranslations } from 'next-intl';
import { Panel } from '@/components/ui/panel';
import type { OperatorRow } from '@/lib/contracts/administration';
import { ROLES } from '@/lib/domain/roles';

/** What each role may do, and how many have it. */
export function RolesPanel({ operators }: { operators: readonly OperatorRow[] }) {
  const t = useTranslations('settings.operators.roles');
  const tShell = useTranslations('shell.role');
  return (
    <Panel title={t('title')} hint={t('hint')}>
      <ul className="grid tablet:grid-cols-2 columns:grid-cols-4">
        {ROLES.map((role) => (
          <li
            key={role}
            className="grid grid-cols-[1fr_auto] content-start gap-x-2 gap-y-1 border-line px-4 py-3.5 not-first:border-t tablet:not-first:border-t-0 columns:not-first:border-l"
          >
            <b>{tShell(role)}</b>
            <span className="text-ink-3 tabular-nums">
              {operators.filter((each) => each.role === role).length}
            </span>
            <p className="col-span-full text-body/4.5 text-ink-2">{t(role)}</p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
