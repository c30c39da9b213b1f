import NextLink from 'next/link';
import type { ComponentProps } from 'react';

/**
 * Leads to another page of the console. Asks for nothing before it is followed: each page reads the fleet anew, so what
 * could be had ahead is no part of what it shows, and the Fabric page alone sent 43 such requests on each visit.
 */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}
