'use client';

import { cva } from 'class-variance-authority';
import { useEffect, useRef } from 'react';

const RING = 'after:absolute after:inset-0 after:rounded-full after:border';

const dot = cva('relative size-2 flex-none rounded-full', {
  variants: {
    look: {
      live: [RING, 'bg-passed after:border-passed'],
      still: 'border border-ink-3',
      idle: [RING, 'bg-ink-3 after:border-ink-3'],
    },
  },
});

type PulseProps = {
  look: 'live' | 'still' | 'idle';
  /** Has a function called for each beat; answers with what ends that. */
  onBeat: (beat: () => void) => () => void;
};

/**
 * Beats once for each answer; hollow where nothing comes by itself. A dot that beats all the time takes a tenth of a
 * processor where a page is drawn without a graphics card, as it is in most remote desktops. Nothing is rendered for a
 * beat: rendered with each answer, a page that was itself waiting for answers never came to an end.
 */
export function Pulse({ look, onBeat }: PulseProps) {
  const drawn = useRef<HTMLSpanElement>(null);

  // Its ring is moved by the browser.
  useEffect(() => (look === 'still' ? undefined : onBeat(() => beat(drawn.current))), [look, onBeat]);

  return <span ref={drawn} className={dot({ look })} data-pulse={look} />;
}

function beat(drawn: Element | null): void {
  if (window.matchMedia('(prefers-reduced-motion: reduce)').matches) return;
  const ring = { transform: ['scale(1)', 'scale(2.4)'], opacity: [0.9, 0] };
  drawn?.animate(ring, { duration: 600, easing: 'ease-out', pseudoElement: '::after' });
}
