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

type PulseProps = {
  look: 'live' | 'still' | 'idle';
  /** Another one with each answer: how many there were, or when the newest was given. */
  answers: number | string;
};

/**
 * Beats once for each answer; hollow where nothing comes by itself. A dot that beats all the time takes a tenth of a
 * processor where a page is drawn without a graphics card, as it is in most remote desktops.
 */
export function Pulse({ look, answers }: PulseProps) {
  // A new element begins its animation anew.
  return <span key={answers} className={dot({ look })} data-pulse={look} />;
}
