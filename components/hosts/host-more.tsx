import type { ComponentProps } from 'react';
import { DaysPanel } from '@/components/hosts/days-panel';
import { WavePanel } from '@/components/hosts/wave-panel';

// What the page's own figures do not hold, and is asked for once the page is there: so is its code.

export const HostDays = (props: ComponentProps<typeof DaysPanel>) => <DaysPanel {...props} />;

export const HostWave = (props: ComponentProps<typeof WavePanel>) => <WavePanel {...props} />;
