'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { EnrolStep, EnrolText } from '@/components/fabric/enrol-step';
import { useOnAnswer } from '@/components/shell/use-freshness';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { Link } from '@/components/ui/link';
import { NumberedStep, NumberedSteps } from '@/components/ui/numbered-steps';
import { Pulse } from '@/components/ui/pulse';
import { useZone } from '@/components/ui/use-zone';
import { hostsAddress } from '@/lib/client/host-address';
import { inScope } from '@/lib/client/scope';
import { portOf } from '@/lib/client/server-port';
import { useScope } from '@/lib/client/use-scope';
import type { Summary } from '@/lib/contracts/fleet';
import { clockTime } from '@/lib/i18n/moment';

const reportingEver = ({ total, reporting }: Summary) => total - reporting.never;

/** What has come since the page was opened; for a new installation, all there is. */
function useNews(summary: Summary, isFirst: boolean): string {
  const t = useTranslations('enrol.wait');
  const zone = useZone();
  const [before] = useState(summary);
  const time = clockTime(new Date(before.asOf), zone);
  if (isFirst)
    return summary.total === 0 ? t('nothing', { time }) : t('enrolled', { count: summary.total, time });
  // A host may retire meanwhile, or an older one send at last: neither is a new one.
  const count = Math.max(0, summary.total - before.total);
  const reported = Math.min(count, Math.max(0, reportingEver(summary) - reportingEver(before)));
  return count === 0 ? t('noneAdded', { time }) : t('added', { count, reported, time });
}

type WaitStepProps = { summary: Summary; server: string | null; isFirst: boolean };

export function WaitStep({ summary, server, isFirst }: WaitStepProps) {
  const t = useTranslations('enrol.wait');
  const news = useNews(summary, isFirst);
  const scope = useScope();
  const onAnswer = useOnAnswer();
  const helpId = useId();
  const [isHelpShown, setHelpShown] = useState(false);
  return (
    <EnrolStep title={t('title')} isPending>
      <EnrolText>
        {isFirst
          ? t('body')
          : t.rich('bodyAdded', {
              hosts: (text) => (
                <Link className="link" href={inScope(hostsAddress(), scope)}>
                  {text}
                </Link>
              ),
            })}
      </EnrolText>
      <div className="mt-3 flex flex-wrap items-center gap-3 rounded-pill border border-dashed border-control px-3 py-2.5">
        <Pulse look="idle" onBeat={onAnswer} />
        <p className="max-w-[92ch] grow basis-30 text-ink-2" role="status">
          <b>{t(isFirst ? 'waiting' : 'waitingAdded')}</b> <span className="text-ink-3">{news}</span>
        </p>
        <Button
          size="small"
          variant="quiet"
          className="ml-auto"
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
    </EnrolStep>
  );
}

function WaitHelp({ server }: { server: string | null }) {
  const t = useTranslations('enrol');
  const block = {
    badge: t('install.badge'),
    look: 'solid',
    title: t('install.elevated'),
    distance: 'large',
  } as const;
  return (
    <section className="mt-3 grid gap-2" aria-label={t('wait.helpTitle')}>
      <h3>{t('wait.helpTitle')}</h3>
      <NumberedSteps>
        {server !== null && (
          <NumberedStep>
            <div>
              <p className="max-w-[78ch] text-ink-2">{t('wait.helpReach')}</p>
              <CodeBlock
                {...block}
                copies={t('wait.copies.connection')}
                code={`Test-NetConnection ${new URL(server).hostname} -Port ${portOf(server)}`}
              />
            </div>
          </NumberedStep>
        )}
        <NumberedStep>
          <div>
            <p className="max-w-[78ch] text-ink-2">{t('wait.helpTask')}</p>
            <CodeBlock
              {...block}
              copies={t('wait.copies.task')}
              code="Get-ScheduledTask -TaskName 'GuardedFabricAgent' | Get-ScheduledTaskInfo"
            />
          </div>
        </NumberedStep>
        <NumberedStep>
          <div>
            <p className="max-w-[78ch] text-ink-2">{t('wait.helpSend')}</p>
            <CodeBlock {...block} copies={t('wait.copies.send')} code="Invoke-GuardedFabricAgent -Force" />
          </div>
        </NumberedStep>
        <NumberedStep>
          <div>
            <p className="max-w-[78ch] text-ink-2">{t('wait.helpRefused')}</p>
          </div>
        </NumberedStep>
      </NumberedSteps>
    </section>
  );
}
