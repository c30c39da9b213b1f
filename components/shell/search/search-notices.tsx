'use client';

import { useTranslations } from 'next-intl';
import type { useAnswer } from '@/components/shell/search/use-answer';
import { useScopeName } from '@/components/shell/search/use-scope-name';
import { useTimeAsked } from '@/components/shell/search/use-time-asked';
import { Button } from '@/components/ui/button';
import { ForeignText } from '@/components/ui/foreign-text';
import { FormError } from '@/components/ui/form-error';
import { useZone } from '@/components/ui/use-zone';
import type { Scope } from '@/lib/client/scope';
import { calendarDay, fullMoment } from '@/lib/i18n/moment';
import { writeDay } from '@/lib/i18n/typed-time';

type SearchNoticesProps = {
  text: string;
  answer: Pick<ReturnType<typeof useAnswer>, 'isSettled' | 'hasFailed' | 'retry'>;
  within: Scope;
  /** How many results there are, pages and actions among them. */
  count: number;
  onEverywhere: () => void;
};

/** How the search stands, for who hears it; and what to do where it found nothing or got no answer. */
export function SearchNotices({ text, answer, within, count, onEverywhere }: SearchNoticesProps) {
  const t = useTranslations('search');
  const hasFound = count > 0;
  return (
    <>
      <p role="status" className="sr-only">
        {text !== '' && (answer.isSettled ? !answer.hasFailed && t('found', { count }) : t('searching'))}
      </p>
      {answer.hasFailed && (
        <div className="flex flex-wrap items-center gap-2 p-2">
          <FormError>{t('failed')}</FormError>
          <Button size="tiny" onClick={answer.retry}>
            {t('retry')}
          </Button>
        </div>
      )}
      {!hasFound && !answer.isSettled && <p className="animate-late p-3 text-ink-3">{t('searching')}</p>}
      {!hasFound && answer.isSettled && !answer.hasFailed && (
        <NothingFound {...{ text, within, onEverywhere }} />
      )}
    </>
  );
}

function NothingFound({
  text,
  within,
  onEverywhere,
}: Pick<SearchNoticesProps, 'text' | 'within' | 'onEverywhere'>) {
  const t = useTranslations('search');
  const errors = useTranslations('errors.beforeHistory');
  const fabrics = useScopeName(within);
  const zone = useZone();
  const { time, begin } = useTimeAsked(text);
  const hint = () => {
    if (time === 'late') return t('toCome');
    if (time === 'early' && begin !== null) return errors('begins', { moment: fullMoment(begin, zone) });
    return t('noneHint', { day: writeDay(calendarDay(new Date(), zone), zone.locale) });
  };
  return (
    <div className="grid justify-items-start gap-2 p-3">
      <p>
        <ForeignText text={t('none', { text })} />
      </p>
      <p className="text-ink-2">{hint()}</p>
      {fabrics !== null && (
        <>
          <p className="text-ink-2">
            <ForeignText text={t('noneIn', { fabrics })} />
          </p>
          <Button size="small" onClick={onEverywhere}>
            {t('everywhere')}
          </Button>
        </>
      )}
    </div>
  );
}
