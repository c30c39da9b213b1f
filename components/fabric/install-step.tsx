'use client';

import { useTranslations } from 'next-intl';
import { EnrolStep, EnrolText } from '@/components/fabric/enrol-step';
import { installScript } from '@/components/fabric/install-script';
import { CodeBlock } from '@/components/ui/code-block';
import { FormError } from '@/components/ui/form-error';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { remediationAddress } from '@/lib/client/remediation-address';
import { inScope } from '@/lib/client/scope';
import { portOf } from '@/lib/client/server-port';
import { reachProblem } from '@/lib/client/server-reach';
import { useScope } from '@/lib/client/use-scope';
import type { AgentPackage } from '@/lib/contracts/procedures';

export function InstallStep({ agentPackage }: { agentPackage: AgentPackage | null }) {
  const t = useTranslations('enrol.install');
  const scope = useScope();
  return (
    <EnrolStep title={t('title')}>
      {agentPackage === null ? (
        <FormError className="mt-3">{t('noPackage')}</FormError>
      ) : (
        <InstallCommand agentPackage={agentPackage} />
      )}
      <p className="mt-3 flex max-w-[92ch] items-start gap-1.5 text-small text-ink-2">
        <Icon name="warn" size={14} />
        <span>
          {t.rich('tls', {
            commands: (text) => (
              <Link className="link" href={inScope(remediationAddress('modernTls'), scope)}>
                {text}
              </Link>
            ),
          })}
        </span>
      </p>
    </EnrolStep>
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
      <EnrolText>{t('body', { port: portOf(server) })}</EnrolText>
      <OutOfReach server={server} />
      <CodeBlock
        badge={t('badge')}
        look="solid"
        title={t('elevated')}
        copies={t('copies')}
        code={script}
        distance="large"
      />
    </>
  );
}

/** Said before the command, since on another machine it could only fail. */
function OutOfReach({ server }: { server: string }) {
  const t = useTranslations('enrol.install');
  const problem = reachProblem(server);
  if (problem === null) return null;
  return (
    <FormError role="note" className="mt-3">
      {t(problem, { server })} {t('makeReachable')}
    </FormError>
  );
}
