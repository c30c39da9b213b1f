'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { STATE_CLASS } from '@/components/fleet/state-style';
import { clusterNames } from '@/components/secure-boot/cluster-name';
import { FigureLink } from '@/components/secure-boot/figure-link';
import { classNames } from '@/components/ui/class-names';
import { ForeignText } from '@/components/ui/foreign-text';
import { PageTitle } from '@/components/ui/page-title';
import { useZone } from '@/components/ui/use-zone';
import type { SecureBoot } from '@/lib/contracts/secure-boot';
import type { BootStage } from '@/lib/domain/secure-boot/stage';
import { fullMoment } from '@/lib/i18n/moment';

const dangerClass = classNames('text-state-ink', STATE_CLASS.InsecureHostConfiguration);

const linkTo = (filter: string) => (words: ReactNode) => <FigureLink filter={filter}>{words}</FigureLink>;

/** A name goes on in the next line whole where one line has room for it. */
const isolated = (name: string) => () => (
  <ForeignText className="inline-block max-w-full wrap-anywhere" text={name} />
);

/** How far it is, then the worst thing that a restart would do. */
export function SecureBootHead({ boot }: { boot: SecureBoot }) {
  const t = useTranslations('secureBoot');
  const zone = useZone();
  const { total, missingBaselines } = boot;
  const stageOf = (asked: BootStage) => boot.stages.find(({ stage }) => stage === asked);
  const done = stageOf('done');
  const notKnown = stageOf('notKnown');
  return (
    <div className="grid gap-1">
      <div className="flex items-start gap-x-8 gap-y-2 max-columns:flex-wrap">
        <div className="grid gap-1">
          <PageTitle>
            {t.rich('headline.done', {
              done: done?.hosts ?? 0,
              total: total.hosts,
              link: linkTo(done?.filter ?? ''),
              all: linkTo(total.filter),
            })}{' '}
            <Danger boot={boot} />
          </PageTitle>
          <Reason boot={boot} />
        </div>
        <p className="ml-auto text-right text-small text-ink-2 max-columns:ml-0 max-columns:text-left">
          <b className="font-semibold text-ink">{t('headline.missing', { count: missingBaselines })}</b>
          <br />
          {t.rich('headline.evidence', {
            moment: fullMoment(new Date(boot.asOf), zone),
            count: notKnown?.hosts ?? 0,
            link: linkTo(notKnown?.filter ?? ''),
          })}
        </p>
      </div>
    </div>
  );
}

/** "No restart would" is said only where evidence says so of every cluster. */
function Danger({ boot: { clusters, falling } }: { boot: SecureBoot }) {
  const t = useTranslations('secureBoot.headline');
  const [worst] = clusters;
  if (worst !== undefined && worst.falling !== null)
    return (
      <span className={dangerClass}>
        {t.rich('falls', {
          vms: worst.falling.vms,
          cluster: isolated(clusterNames(clusters)(worst)),
          link: linkTo(worst.falling.filter),
        })}
      </span>
    );
  if (falling.hosts > 0)
    return <span className={dangerClass}>{t('fallsAlone', { count: falling.hosts, vms: falling.vms })}</span>;
  const doubtful = clusters.filter(({ answer }) => answer === 'unknown').length;
  return <>{doubtful > 0 ? t('doubtful', { count: doubtful }) : t('safe')}</>;
}

function Reason({ boot: { clusters } }: { boot: SecureBoot }) {
  const t = useTranslations('secureBoot.headline');
  const [worst, next] = clusters;
  if (worst === undefined || worst.falling === null) return <p className="text-ink-2">{t('lead')}</p>;
  return (
    <p className="text-ink-2">
      {t('reason', { falling: worst.falling.hosts, able: worst.able.hosts })}{' '}
      {next !== undefined &&
        next.falling !== null &&
        t.rich('alsoFalls', {
          count: next.falling.hosts,
          vms: next.falling.vms,
          cluster: isolated(clusterNames(clusters)(next)),
          link: linkTo(next.falling.filter),
        })}
    </p>
  );
}
