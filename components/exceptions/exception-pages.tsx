import { useTranslations } from 'next-intl';
import { buttonClass } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { type ExceptionsQuery, exceptionsAddress } from '@/lib/client/exception-address';
import type { ExceptionList } from '@/lib/contracts/exception';

/** Links to the first, the previous and the next page of a view. Nothing is shown where all is on one page. */
export function ExceptionPages({ query, list }: { query: ExceptionsQuery; list: ExceptionList }) {
  const t = useTranslations('exceptions');
  const { previousCursor, nextCursor, total, exceptions } = list;
  if (query.cursor === null && nextCursor === null) return null;
  const at = (cursor: string | null) => exceptionsAddress({ ...query, open: null, cursor });
  return (
    <nav
      aria-label={t('pages')}
      className="flex flex-wrap items-center gap-2 border-t border-line px-4 py-2 text-small text-ink-3"
    >
      <span className="mr-auto">{t('shown', { shown: exceptions.length, total })}</span>
      {query.cursor !== null && (
        <Link className={buttonClass({ size: 'tiny' })} href={at(null)}>
          {t('firstPage')}
        </Link>
      )}
      {previousCursor !== null && (
        <Link className={buttonClass({ size: 'tiny' })} href={at(previousCursor)}>
          <Icon name="left" size={12} />
          {t('previousPage')}
        </Link>
      )}
      {nextCursor !== null && (
        <Link className={buttonClass({ size: 'tiny' })} href={at(nextCursor)}>
          {t('nextPage')}
          <Icon name="right" size={12} />
        </Link>
      )}
    </nav>
  );
}
