import type { ReactNode } from 'react';
import { Icon, type IconName } from '@/components/ui/icon';

/** Short sentences of a panel, one below the other. */
export const IconLines = ({ children }: { children: ReactNode }) => <ul className="grid">{children}</ul>;

export function IconLine({ icon, children }: { icon: IconName; children: string }) {
  return (
    <li className="flex gap-2.5 border-b border-line px-4 py-2.5 last:border-b-0">
      <span className="pt-0.5 text-ink-2">
        <Icon name={icon} size={14} />
      </span>
      {children}
    </li>
  );
}
