import Link from 'next/link';
import { buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';

type PageLink = { href: string; label: string };

/** To the first page and to the next one, as far as there are such; nothing where all is on one page. */
export function PageLinks({
  first,
  next,
  className,
}: {
  first: PageLink | null;
  next: PageLink | null;
  className?: string;
}) {
  if (first === null && next === null) return null;
  return (
    <div className={classNames('pages', className)}>
      {first !== null && (
        <Link className={buttonClass({ size: 'small' })} href={first.href}>
          <Icon name="left" size={12} />
          {first.label}
        </Link>
      )}
      {next !== null && (
        <Link className={buttonClass({ size: 'small' })} href={next.href}>
          {next.label}
          <Icon name="right" size={12} />
        </Link>
      )}
    </div>
  );
}
