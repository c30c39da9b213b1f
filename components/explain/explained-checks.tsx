import { useTranslations } from 'next-intl';
import { CheckTag } from '@/components/fleet/check-tags';
import { isKnownCheck } from '@/lib/domain/vocabulary';

/** The checks that HGS named; one that nobody knows may be a mistake of whoever pasted it. */
export function ExplainedChecks({ checks }: { checks: readonly string[] }) {
  const t = useTranslations('explain');
  return (
    <p className="flex flex-wrap gap-1">
      {checks.map((check) => (
        <span key={check} className="inline-flex items-center gap-1">
          <CheckTag check={check} />{' '}
          {!isKnownCheck(check) && <span className="text-small text-ink-2">{t('unknownCheck')}</span>}
        </span>
      ))}
    </p>
  );
}
