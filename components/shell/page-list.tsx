import { useTranslations } from 'next-intl';
import { pagesFor } from '@/components/shell/search/pages';
import { Link } from '@/components/ui/link';
import { inScope, type Scope } from '@/lib/client/scope';
import type { Role } from '@/lib/domain/roles';

type PageListProps = { scope: Scope; role: Role };

/** Which pages exist for a role, where an address leads to none. The server makes it, so that no page loads what it needs. */
export function PageList({ scope, role }: PageListProps) {
  const t = useTranslations('errors');
  const name = useTranslations('search.page');
  return (
    <>
      <p>{t('notFound.pages')}</p>
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {pagesFor(role)
          .filter(({ onlyFor }) => onlyFor === null)
          .map((page) => (
            <li key={page.path}>
              <Link className="inline-block min-h-6 link" href={inScope(page.path, scope)}>
                {name(page.name)}
              </Link>
            </li>
          ))}
      </ul>
    </>
  );
}
