'use client';

import { useLocale, useTranslations } from 'next-intl';
import { FoldedPanel } from '@/components/ui/folded-panel';
import type { SecureBoot } from '@/lib/contracts/secure-boot';
import { namedDay } from '@/lib/i18n/moment';

/** What the vendor says of it, each with its source and the day on which that was read: it goes on changing. */
export function FactsPanel({ facts, asOf }: Pick<SecureBoot, 'facts' | 'asOf'>) {
  const t = useTranslations('secureBoot.facts');
  const lang = useLocale() === 'fr' ? 'fr' : 'en';
  return (
    <FoldedPanel title={t('title')} hint={<span className="max-tablet:hidden">{t('hint')}</span>}>
      <ul>
        {facts.map(({ about, text, source, url, readOn }) => (
          <li
            key={about}
            className="grid gap-x-4 gap-y-1 border-t border-line px-4 py-2.5 first:border-t-0 columns:grid-cols-[13rem_minmax(0,1fr)_18rem]"
          >
            <b className="font-semibold wrap-anywhere">{about}</b>
            <span>{text[lang]}</span>
            <span className="text-small text-ink-3">
              <a
                className="underline decoration-line-2 underline-offset-3 hover:decoration-current"
                href={url}
                rel="noreferrer"
                target="_blank"
                lang="en"
              >
                {source}
              </a>{' '}
              {t('readOn', { day: namedDay(readOn, asOf, { locale: lang }) })}
            </span>
          </li>
        ))}
      </ul>
    </FoldedPanel>
  );
}
