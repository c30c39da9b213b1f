'use client';

import { type ComponentProps, lazy } from 'react';
import type { AbsentHost } from '@/components/hosts/absent-host';

const Loaded = lazy(() =>
  import('@/components/hosts/absent-host').then((part) => ({ default: part.AbsentHost })),
);

/** Few look at a host that is not in the fleet, and every other host's page would have its script. */
export function AbsentHostLater(props: ComponentProps<typeof AbsentHost>) {
  return <Loaded {...props} />;
}
