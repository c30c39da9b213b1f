import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { plansAddress } from '@/lib/client/plan-address';
import { inScope, type Scope } from '@/lib/client/scope';

/** Where all of the same kind are listed. */
const LIST = {
  host: '/hosts',
  plan: plansAddress({ isAll: true }),
  report: '/reports',
  schedule: '/reports',
  wave: '/waves',
} as const;

export type AbsentKind = keyof typeof LIST;

type AbsentNoticeProps = { kind: AbsentKind; scope: Scope; children?: ReactNode };

/** The one thing that an address names is not there, or not for this person: the page does not say which. `children`: what may be meant. */
export function AbsentNotice({ kind, scope, children }: AbsentNoticeProps) {
  const t = useTranslations('errors.absent');
  return (
    <Notice
      title={t('title', { kind })}
      actions={
        <Link className={buttonClass()} href={inScope(LIST[kind], scope)}>
          {t('toList', { kind })}
        </Link>
      }
    >
      <p>{t('body', { kind })}</p>
      {children}
    </Notice>
  );
}
