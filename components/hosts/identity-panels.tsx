'use client';

import { useTranslations } from 'next-intl';
import { HostLink } from '@/components/fleet/host-link';
import { Time } from '@/components/fleet/time';
import { CodeBlock } from '@/components/ui/code-block';
import { Panel } from '@/components/ui/panel';
import type { HostView } from '@/lib/client/outputs';
import { LEAST_KEPT, MOST_KEPT } from '@/lib/domain/retention';

/** What is wrong with the host's record, or with what it sends, rather than with the host, and what to do about it. */
export function IdentityPanels({ host }: { host: HostView }) {
  const t = useTranslations('host');
  const { overLimitSince } = host;
  return (
    <>
      {host.duplicates.length > 0 && (
        <Panel title={t('duplicates.title')}>
          <div className="p-4">
            <p>{t('duplicates.body', { count: host.duplicates.length })}</p>
            <ul aria-label={t('duplicates.list')}>
              {host.duplicates.map((duplicate) => (
                <li key={duplicate.id}>
                  <HostLink {...duplicate} />
                </li>
              ))}
            </ul>
            <p>{t('duplicates.todo')}</p>
          </div>
        </Panel>
      )}
      {overLimitSince !== null && (
        <Panel title={t('overLimit.title')}>
          <p className="p-4">
            {t.rich('overLimit.body', {
              least: LEAST_KEPT,
              most: MOST_KEPT,
              since: () => <Time value={overLimitSince} asOf={host.asOf} place="inSentence" />,
            })}
          </p>
        </Panel>
      )}
      <CredentialPanel host={host} />
      {host.noisy && (
        <Panel title={t('noisy.title')}>
          <p className="p-4">{t('noisy.body')}</p>
        </Panel>
      )}
    </>
  );
}

const RENEW = 'Send-GuardedFabricSnapshot -RotateCredential';

/** The agent goes on with the credential it has, and says why in a log that nobody looks into. */
function CredentialPanel({ host: { credential, asOf } }: { host: HostView }) {
  const t = useTranslations('host.credential');
  if (!credential?.isRenewalOverdue) return null;
  return (
    <Panel title={t('title')}>
      <div className="grid gap-2 p-4">
        <p>
          {t.rich('body', {
            issued: () => <Time value={credential.issuedAt} asOf={asOf} place="inSentence" />,
          })}
        </p>
        <p>{t('todo')}</p>
        <CodeBlock badge="PowerShell" code={RENEW} />
      </div>
    </Panel>
  );
}
