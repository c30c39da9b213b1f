'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import { useZone } from '@/components/ui/use-zone';
import type { EndedAccess } from '@/lib/contracts/administration';
import { fullMoment } from '@/lib/i18n/moment';
import { visibleText } from '@/lib/util/visible-text';

type Ended = Omit<EndedAccess, 'id'>;

/** What a step has left to be said: a link that is shown once, and what ended besides. */
export type Outcome =
  | { kind: 'invited' | 'reset'; name: string; link: string; expiresAt: string; ended?: Ended }
  | { kind: 'changed' | 'disabled' | 'enabled'; name: string; ended: Ended };

type OutcomeNoticeProps = { outcome: Outcome; onClose: () => void };

export function OutcomeNotice({ outcome, onClose }: OutcomeNoticeProps) {
  const t = useTranslations('settings.operators');
  const zone = useZone();
  const name = visibleText(outcome.name);
  return (
    <section role="status" className="grid gap-2 rounded-panel border border-line bg-surface px-4 py-3">
      <div className="flex items-start justify-between gap-3">
        <p className="font-semibold">{t(`outcome.${outcome.kind}`, { name })}</p>
        <Button size="tiny" variant="quiet" onClick={onClose}>
          {t('close')}
        </Button>
      </div>
      {'link' in outcome && (
        <>
          <p className="text-ink-2">{t('linkHint')}</p>
          <CodeBlock
            badge={t('once')}
            title={t('linkUntil', { moment: fullMoment(new Date(outcome.expiresAt), zone) })}
            copies={t('copies')}
            code={outcome.link}
          />
        </>
      )}
      {outcome.ended && <EndedText ended={outcome.ended} />}
    </section>
  );
}

/** Nothing where nothing ended. */
function EndedText({ ended: { apiTokens, enrollmentTokens, operators } }: { ended: Ended }) {
  const t = useTranslations('settings.operators.ended');
  const names = (made: readonly { name: string }[]) => ({
    count: made.length,
    names: made.map(({ name }) => visibleText(name)).join(', '),
  });
  return (
    <>
      {apiTokens.length > 0 && <p>{t('apiTokens', names(apiTokens))}</p>}
      {enrollmentTokens.length > 0 && <p>{t('enrollmentTokens', names(enrollmentTokens))}</p>}
      {operators.length > 0 && <p>{t('operators', names(operators))}</p>}
    </>
  );
}
