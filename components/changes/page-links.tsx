import { buttonClass } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';

type PageLink = { href: string; label: string };

/** Links to the first and the next page, as far as they exist. Nothing is shown where all is on one page. */
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
    <div className={classNames('flex gap-2 pt-1 pb-6', className)}>
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
