import { cva } from 'class-variance-authority';

const dot = cva('relative size-2 flex-none rounded-full', {
  variants: {
    look: {
      live: 'bg-passed after:absolute after:inset-0 after:animate-pulse after:rounded-full after:border after:border-passed',
      still: 'border border-ink-3',
      idle: 'bg-ink-3 after:absolute after:inset-0 after:animate-pulse after:rounded-full after:border after:border-ink-3',
    },
  },
});

/** Beats while something comes by itself; hollow where nothing does. */
export function Pulse({ look }: { look: 'live' | 'still' | 'idle' }) {
  return <span className={dot({ look })} data-pulse={look} />;
}
