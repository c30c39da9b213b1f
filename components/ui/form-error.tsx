import type { ReactNode } from 'react';
import { Icon } from '@/components/ui/icon';

export function FormError({ children }: { children: ReactNode }) {
  return (
    <div className="formerror" role="alert">
      <Icon name="warn" />
      <p>{children}</p>
    </div>
  );
}
