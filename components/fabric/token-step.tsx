'use client';

import { useTranslations } from 'next-intl';
import { EnrolStep, EnrolText } from '@/components/fabric/enrol-step';
import { TokenForm } from '@/components/fabric/token-form';
import { UsableTokens } from '@/components/fabric/usable-tokens';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { useKeptSecret } from '@/components/ui/use-kept-secret';
import { useZone } from '@/components/ui/use-zone';
import type { CreatedEnrollmentToken, Me } from '@/lib/contracts/procedures';
import { mayDo } from '@/lib/domain/permissions';
import { fullMoment } from '@/lib/i18n/moment';

export function TokenStep({ operator, chosen }: { operator: Me; chosen: string | null }) {
  const t = useTranslations('enrol.token');
  const [created, setCreated] = useKeptSecret<CreatedEnrollmentToken>(`${operator.id} enrolment token`);
  const mayManage = mayDo(operator.role, 'enrollment.manage');
  return (
    <EnrolStep title={t('title')}>
      <EnrolText>{t('body')}</EnrolText>
      {mayManage ? (
        <TokenForm chosen={chosen} onCreated={setCreated} />
      ) : (
        <EnrolText>{t('notAllowed')}</EnrolText>
      )}
      {created !== null && <CreatedToken created={created} onClose={() => setCreated(null)} />}
      {mayManage && <UsableTokens />}
    </EnrolStep>
  );
}

type CreatedProps = { created: CreatedEnrollmentToken; onClose: () => void };

function CreatedToken({ created, onClose }: CreatedProps) {
  const t = useTranslations('enrol.token');
  const zone = useZone();
  const { fabric, uses, token, expiresAt } = created;
  const title = t('created', { fabric, uses, moment: fullMoment(new Date(expiresAt), zone) });
  return (
    <>
      <CodeBlock badge={t('badge')} title={title} copies={t('copies')} code={token} distance="large" />
      <p className="mt-2 flex flex-wrap items-center gap-2 text-ink-2">
        {t('copyNow')}
        <Button size="small" onClick={onClose}>
          {t('hasCopied')}
        </Button>
      </p>
    </>
  );
}
