'use client';

import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { HostLink } from '@/components/fleet/host-link';
import { Verdict } from '@/components/fleet/verdict';
import { HostCrumbs } from '@/components/hosts/host-head';
import { TimelineTab } from '@/components/hosts/timeline-tab';
import { buttonClass } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { PageTitle } from '@/components/ui/page-title';
import { useZone } from '@/components/ui/use-zone';
import { hostAddress } from '@/lib/client/host-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { HostLife } from '@/lib/contracts/fleet';
import { fullMoment } from '@/lib/i18n/moment';

type AbsentHostProps = { life: HostLife; at: string | null; asOf: string };

/** A host that is not in the fleet at the time that the page shows: not yet, or no longer. */
export function AbsentHost({ life, at, asOf }: AbsentHostProps) {
  const isEarly = at !== null && at < life.enrolledAt;
  return (
    <>
      <div className="border-b border-line bg-surface px-gutter py-4">
        <HostCrumbs hostname={life.hostname} />
        <PageTitle>
          <ForeignText text={life.hostname} />
        </PageTitle>
      </div>
      <div className="grid min-w-0 content-start gap-4 px-gutter pt-5 pb-8 max-tablet:py-3">
        {isEarly ? <NotYet life={life} /> : <NoLonger life={life} />}
        {!isEarly && <TimelineTab id={life.id} at={at} asOf={asOf} isGone />}
      </div>
    </>
  );
}

function Say({ what, hint, children }: { what: ReactNode; hint: string; children: ReactNode }) {
  return (
    <Verdict glyph={<Icon name="clock" />} title={what}>
      <p>{hint}</p>
      <div className="mt-2 flex gap-2 text-ink empty:hidden">{children}</div>
    </Verdict>
  );
}

function NotYet({ life }: { life: HostLife }) {
  const t = useTranslations('host.absent');
  const { fabrics } = useScope();
  const zone = useZone();
  return (
    <Say what={t('notYet', { moment: fullMoment(new Date(life.enrolledAt), zone) })} hint={t('notYetHint')}>
      <Link className={buttonClass()} href={inScope(hostAddress(life.id), { fabrics, at: null })}>
        {t('toNow')}
      </Link>
    </Say>
  );
}

function NoLonger({ life }: { life: HostLife }) {
  const t = useTranslations('host.absent');
  const scope = useScope();
  return (
    <Say what={<WhatBecame life={life} />} hint={t(life.isMerged ? 'mergedHint' : 'retiredHint')}>
      {life.lastAt !== null && (
        <Link className={buttonClass()} href={inScope(hostAddress(life.id, new Date(life.lastAt)), scope)}>
          {t('toLast')}
        </Link>
      )}
    </Say>
  );
}

function WhatBecame({ life: { retiredAt, isMerged, mergedInto } }: { life: HostLife }) {
  const t = useTranslations('host.absent');
  const zone = useZone();
  const moment = retiredAt === null ? '' : fullMoment(new Date(retiredAt), zone);
  if (!isMerged) return t('retired', { moment });
  if (mergedInto === null) return t('mergedElsewhere', { moment });
  return t.rich('merged', {
    moment,
    host: () => <HostLink {...mergedInto} look="inSentence" />,
  });
}
