'use client';

import { later } from '@/components/ui/later';

/** Few look at a host that is not in the fleet, and every other host's page would have its script. */
export const AbsentHostLater = later(async () => (await import('@/components/hosts/absent-host')).AbsentHost);
