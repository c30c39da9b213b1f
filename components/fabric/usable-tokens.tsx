'use client';

import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ForeignText } from '@/components/ui/foreign-text';
import { Link } from '@/components/ui/link';
import { useZone } from '@/components/ui/use-zone';
import { inScope } from '@/lib/client/scope';
import { useTRPC } from '@/lib/client/trpc';
import { useScope } from '@/lib/client/use-scope';
import { fullMoment } from '@/lib/i18n/moment';

const SHOWN_AT_MOST = 5;

/** The tokens that were made before, the newest first: their secrets were shown once, and what is left of them stays. */
export function UsableTokens() {
  const t = useTranslations('enrol.token');
  const trpc = useTRPC();
  const scope = useScope();
  const zone = useZone();
  const { data: tokens = [] } = useQuery(trpc.enrollment.listTokens.queryOptions());
  const usable = tokens.filter((token) => token.usable).toReversed();
  if (usable.length === 0) return null;
  const moment = (time: string) => fullMoment(new Date(time), zone);
  return (
    <section className="mt-4 grid gap-1 text-ink-2">
      <h3 className="font-semibold">{t('usable', { count: usable.length })}</h3>
      <ul aria-label={t('usable', { count: usable.length })}>
        {usable.slice(0, SHOWN_AT_MOST).map(({ id, fabric, used, uses, createdAt, expiresAt }) => (
          <li key={id}>
            <ForeignText className="font-semibold" text={fabric} />{' '}
            {t('usableToken', { used, uses, made: moment(createdAt), ends: moment(expiresAt) })}
          </li>
        ))}
      </ul>
      <p>
        <Link href={inScope('/settings/enrollment', scope)}>{t('allTokens')}</Link>
      </p>
    </section>
  );
}
