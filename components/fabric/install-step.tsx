'use client';

import { useTranslations } from 'next-intl';
import { installScript } from '@/components/fabric/install-script';
import { CodeBlock } from '@/components/ui/code-block';
import { FormError } from '@/components/ui/form-error';
import { Icon } from '@/components/ui/icon';
import { portOf } from '@/lib/client/server-port';
import type { AgentPackage } from '@/lib/contracts/procedures';

export function InstallStep({ agentPackage }: { agentPackage: AgentPackage | null }) {
  const t = useTranslations('enrol.install');
  return (
    <li>
      <div>
        <h2>{t('title')}</h2>
        {agentPackage === null ? (
          <FormError>{t('noPackage')}</FormError>
        ) : (
          <InstallCommand agentPackage={agentPackage} />
        )}
        <p className="notes">
          <span>
            <Icon name="warn" size={14} />
            {t('tls')}
          </span>
        </p>
      </div>
    </li>
  );
}

function InstallCommand({ agentPackage }: { agentPackage: AgentPackage }) {
  const t = useTranslations('enrol.install');
  const { server, zipPath, sha256 } = agentPackage;
  const script = installScript({
    server,
    zipPath,
    sha256,
    wrongHash: t('wrongHash'),
    asksForToken: t('asksForToken'),
  });
  return (
    <>
      <p>{t('body', { port: portOf(server) })}</p>
      <CodeBlock badge={t('badge')} look="solid" title={t('elevated')} code={script} />
    </>
  );
}
