import type { ReactNode } from 'react';
import { classNames } from '@/components/ui/class-names';

const LOOK_CLASS = { solid: 'host', outlined: 'hgs', plain: '' } as const;

export function Badge({ look = 'plain', children }: { look?: keyof typeof LOOK_CLASS; children: ReactNode }) {
  return <span className={classNames('badge', LOOK_CLASS[look])}>{children}</span>;
}
