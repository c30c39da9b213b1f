import type { IconName } from '@/components/ui/icon';

/** The mark of a host that an exception covers, and of one that it no longer does. */
export const EXCEPTION_ICON = { excepted: 'file', ended: 'fileEnded' } as const satisfies Record<
  string,
  IconName
>;
