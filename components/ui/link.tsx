'use client';

import NextLink from 'next/link';
import type { ComponentProps } from 'react';
import { useGo } from '@/components/ui/part-navigation';

/**
 * Leads to another page of the console. Asks for nothing before it is followed: each page reads the fleet anew, so what
 * could be had ahead is no part of what it shows, and the Fabric page alone sent 43 such requests on each visit.
 */
export function Link(props: ComponentProps<typeof NextLink>) {
  const go = useGo();
  const { href, scroll, replace } = props;
  const handleNavigate: ComponentProps<typeof NextLink>['onNavigate'] =
    go === null || typeof href !== 'string'
      ? undefined
      : (event) => {
          event.preventDefault();
          go(href, { scroll, replace });
        };
  return <NextLink prefetch={false} onNavigate={handleNavigate} {...props} />;
}
