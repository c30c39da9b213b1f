import type { ReactNode } from 'react';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { inScope } from '@/lib/client/scope';
import { useScope } from '@/lib/client/use-scope';

type NotYetProps = {
  title: ReactNode;
  /** Where it is as it is now, and what leads there. */
  path: string;
  toNow: string;
  children: string;
};

/** One thing that began after the time that the page shows: it is there, but not yet then. */
export function NotYet({ title, path, toNow, children }: NotYetProps) {
  const { fabrics } = useScope();
  const actions = (
    <Link className={buttonClass()} href={inScope(path, { fabrics, at: null })}>
      {toNow}
    </Link>
  );
  return (
    <Notice title={title} actions={actions}>
      <p>{children}</p>
    </Notice>
  );
}
