import { useTranslations } from 'next-intl';
import { SECTIONS, SETTINGS } from '@/components/shell/sections';
import { Link } from '@/components/ui/link';
import { inScope, type Scope } from '@/lib/client/scope';

/** Which pages exist, where an address leads to none. The server makes it, so that no page loads what it needs. */
export function PageList({ scope }: { scope: Scope }) {
  const t = useTranslations('errors');
  const name = useTranslations('shell');
  return (
    <>
      <p>{t('notFound.pages')}</p>
      <ul className="flex flex-wrap gap-x-4 gap-y-1">
        {[...SECTIONS, SETTINGS].map((section) => (
          <li key={section.path}>
            <Link className="inline-block min-h-6 link" href={inScope(section.path, scope)}>
              {name(section.name)}
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
}
