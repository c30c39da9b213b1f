'use client';

import { useTranslations } from 'next-intl';
import { FormError } from '@/components/ui/form-error';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { useZone } from '@/components/ui/use-zone';
import { auditAddress } from '@/lib/client/audit-address';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';
import type { AuditVerification } from '@/lib/contracts/audit';
import { fullMoment } from '@/lib/i18n/moment';

type ChainPanelProps = { verification: AuditVerification | null; isChecking: boolean; hasFailed: boolean };

/** Whether the chain of entries holds, as far as it was asked. */
export function ChainPanel({ verification, isChecking, hasFailed }: ChainPanelProps) {
  const t = useTranslations('settings.audit');
  if (hasFailed) return <FormError>{t('verifyFailed')}</FormError>;
  return (
    <div
      role="status"
      aria-busy={isChecking}
      className="grid grid-cols-[16px_minmax(0,1fr)] gap-x-3 rounded-panel border border-line bg-surface px-4 py-3"
    >
      <Icon
        name={verification?.intact === false ? 'warn' : 'seal'}
        className={verification?.intact === false ? 'mt-0.5 text-insecure' : 'mt-0.5'}
      />
      {isChecking ? (
        <p>{t('verifying')}</p>
      ) : verification === null ? (
        <p>
          {t('notVerified')} <span className="text-ink-2">{t('notVerifiedHint')}</span>
        </p>
      ) : verification.intact ? (
        <Intact {...verification} />
      ) : (
        <Broken {...verification} />
      )}
    </div>
  );
}

type Of<Intact> = Extract<AuditVerification, { intact: Intact }>;

function Intact({ entries, asOf, firstAt, head, checkpoints, torn }: Of<true>) {
  const t = useTranslations('settings.audit');
  const zone = useZone();
  return (
    <div className="grid gap-0.5">
      <p className="font-semibold">{t('intact', { entries })}</p>
      <p className="text-ink-2">
        {t('intactWhen', { moment: fullMoment(new Date(asOf), zone) })}{' '}
        {firstAt !== null && t('from', { moment: fullMoment(new Date(firstAt), zone) })}
      </p>
      <p className="text-ink-2">
        {t('checkpoints', { count: checkpoints })} {torn > 0 && t('torn', { count: torn })}
      </p>
      <p className="text-ink-2">
        {t('head')} <code className="font-mono text-code wrap-anywhere text-ink">{head}</code>
      </p>
    </div>
  );
}

function Broken({ sequence, reason, checkpointAt }: Of<false>) {
  const t = useTranslations('settings.audit');
  const zone = useZone();
  const scope = useScope();
  const moment = checkpointAt === null ? '' : fullMoment(new Date(checkpointAt), zone);
  // The page that begins with the entry itself.
  const cursor = (BigInt(sequence) + 1n).toString();
  return (
    <div className="grid gap-0.5">
      <p className="font-semibold">{t('broken', { sequence })}</p>
      <p>{t(`fault.${reason}`, { moment })}</p>
      <p className="text-ink-2">{t('brokenHint')}</p>
      <p>
        <Link
          className="underline decoration-line-2 underline-offset-3"
          href={inScope(auditAddress({ cursor }), scope)}
        >
          {t('showAt')}
        </Link>
      </p>
    </div>
  );
}
