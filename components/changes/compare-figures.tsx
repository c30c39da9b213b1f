'use client';

import { useFormatter, useTranslations } from 'next-intl';
import { Tally, TallyFigure } from '@/components/ui/tally';
import type { Figures } from '@/lib/contracts/compare';

/** What of the whole fleet became worse or better, and what it could do at both times. */
export function CompareFigures({ figures }: { figures: Figures }) {
  const t = useTranslations('compare');
  const format = useFormatter();
  const { before, after, hosts, other } = figures;
  const counted =
    other > 0 ? (['worse', 'better', 'silent', 'other'] as const) : (['worse', 'better', 'silent'] as const);
  return (
    <div className="mt-4">
      <Tally>
        {counted.map((word) => (
          <TallyFigure key={word} name={t(`figure.${word}`)} value={format.number(figures[word])}>
            {t('hosts', { count: figures[word] })}
          </TallyFigure>
        ))}
        <TallyFigure name={t('figure.unchanged')} value={format.number(figures.unchanged)}>
          {t('ofHosts', { count: hosts })}
        </TallyFigure>
        <TallyFigure
          name={t('figure.able')}
          before={t('wasOf', { some: before.able, all: before.hosts })}
          value={format.number(after.able)}
        >
          {t('ofCount', { count: after.hosts })}
        </TallyFigure>
        <TallyFigure
          name={t('figure.blocked')}
          before={t('was', { count: before.vmsBlocked })}
          value={format.number(after.vmsBlocked)}
        />
        <TallyFigure
          name={t('figure.unverified')}
          before={t('was', { count: before.vmsUnverified })}
          value={format.number(after.vmsUnverified)}
        />
      </Tally>
    </div>
  );
}
