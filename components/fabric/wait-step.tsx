'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { useZone } from '@/components/ui/use-zone';
import { portOf } from '@/lib/client/server-port';
import type { Summary } from '@/lib/contracts/fleet';
import { clockTime } from '@/lib/i18n/moment';

export function WaitStep({ summary, server }: { summary: Summary; server: string | null }) {
  const t = useTranslations('enrol.wait');
  const zone = useZone();
  const helpId = useId();
  const [since] = useState(summary.asOf);
  const [isHelpShown, setHelpShown] = useState(false);
  const time = clockTime(new Date(since), zone);
  return (
    <li className="pending">
      <div>
        <h2>{t('title')}</h2>
        <p>{t('body')}</p>
        <div className="waiting">
          <span className="pulse idle" />
          <p role="status">
            <b>{t('waiting')}</b>{' '}
            <span className="mute">
              {summary.total === 0 ? t('nothing', { time }) : t('enrolled', { count: summary.total, time })}
            </span>
          </p>
          <Button
            size="small"
            variant="quiet"
            className="right"
            aria-expanded={isHelpShown}
            aria-controls={helpId}
            onClick={() => setHelpShown(!isHelpShown)}
          >
            {t('help')}
          </Button>
        </div>
        <div id={helpId} hidden={!isHelpShown}>
          <WaitHelp server={server} />
        </div>
      </div>
    </li>
  );
}

function WaitHelp({ server }: { server: string | null }) {
  const t = useTranslations('enrol');
  const block = { badge: t('install.badge'), look: 'solid', title: t('install.elevated') } as const;
  return (
    <section className="wait-help" aria-label={t('wait.helpTitle')}>
      <h3>{t('wait.helpTitle')}</h3>
      <ol className="steps">
        {server !== null && (
          <li>
            <div>
              <p>{t('wait.helpReach')}</p>
              <CodeBlock
                {...block}
                code={`Test-NetConnection ${new URL(server).hostname} -Port ${portOf(server)}`}
              />
            </div>
          </li>
        )}
        <li>
          <div>
            <p>{t('wait.helpTask')}</p>
            <CodeBlock
              {...block}
              code="Get-ScheduledTask -TaskName 'GuardedFabricAgent' | Get-ScheduledTaskInfo"
            />
          </div>
        </li>
        <li>
          <div>
            <p>{t('wait.helpSend')}</p>
            <CodeBlock {...block} code="Invoke-GuardedFabricAgent -Force" />
          </div>
        </li>
        <li>
          <div>
            <p>{t('wait.helpRefused')}</p>
          </div>
        </li>
      </ol>
    </section>
  );
}
