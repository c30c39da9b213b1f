import type { ComponentProps } from 'react';
import { DaysPanel } from '@/components/hosts/days-panel';

// What the page's own figures do not hold, and is asked for once the page is there: so is its code.

export const HostDays = (props: ComponentProps<typeof DaysPanel>) => <DaysPanel {...props} />;
