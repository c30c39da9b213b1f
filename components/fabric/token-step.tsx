'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { EnrolStep, EnrolText } from '@/components/fabric/enrol-step';
import { TokenForm } from '@/components/fabric/token-form';
import { UsableTokens } from '@/components/fabric/usable-tokens';
import { CodeBlock } from '@/components/ui/code-block';
import { useWarnBeforeLeaving } from '@/components/ui/use-warn-before-leaving';
import { useZone } from '@/components/ui/use-zone';
import type { CreatedEnrollmentToken, Me } from '@/lib/contracts/procedures';
import { mayDo } from '@/lib/domain/permissions';
import { fullMoment } from '@/lib/i18n/moment';

export function TokenStep({ operator, chosen }: { operator: Me; chosen: string | null }) {
  const t = useTranslations('enrol.token');
  const [created, setCreated] = useState<CreatedEnrollmentToken | null>(null);
  const mayManage = mayDo(operator.role, 'enrollment.manage');
  return (
    <EnrolStep title={t('title')}>
      <EnrolText>{t('body')}</EnrolText>
      {mayManage ? (
        <TokenForm chosen={chosen} onCreated={setCreated} />
      ) : (
        <EnrolText>{t('notAllowed')}</EnrolText>
      )}
      {created !== null && <CreatedToken created={created} />}
      {mayManage && <UsableTokens />}
    </EnrolStep>
  );
}

function CreatedToken({ created }: { created: CreatedEnrollmentToken }) {
  const t = useTranslations('enrol.token');
  const zone = useZone();
  const { fabric, uses, token, expiresAt } = created;
  const title = t('created', { fabric, uses, moment: fullMoment(new Date(expiresAt), zone) });
  useWarnBeforeLeaving();
  return (
    <>
      <CodeBlock badge={t('badge')} title={title} code={token} distance="large" />
      <p className="mt-2 text-ink-2">{t('copyNow')}</p>
    </>
  );
}
