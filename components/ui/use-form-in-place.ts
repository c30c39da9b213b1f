'use client';

import { useEffect, useRef, useState } from 'react';
import { isFocusLost } from '@/components/ui/is-focus-lost';

/** Where focus goes from a form that closes: to the button that opened it, or to what stays when that button is gone. */
type Step = 'unopened' | 'open' | 'closed' | 'done';

/**
 * A form that stands where the button was which opens it. It takes focus by itself, and gives it back: `opener` has it when
 * it closes, `place` where what it did takes the button away. Whoever went elsewhere meanwhile stays there.
 */
export function useFormInPlace<Place extends HTMLElement = HTMLElement>() {
  // A new object each time: the same step is taken again by whoever acknowledges, ends it, and acknowledges once more.
  const [taken, setTaken] = useState<{ step: Step }>({ step: 'unopened' });
  const opener = useRef<HTMLButtonElement>(null);
  const place = useRef<Place>(null);

  // Focus is the browser's.
  useEffect(() => {
    const { step } = taken;
    if (step === 'unopened' || step === 'open' || !isFocusLost()) return;
    const target = step === 'closed' ? (opener.current ?? place.current) : place.current;
    target?.focus();
  }, [taken]);

  return {
    isOpen: taken.step === 'open',
    open: () => setTaken({ step: 'open' }),
    close: () => setTaken({ step: 'closed' }),
    finish: () => setTaken({ step: 'done' }),
    /** The same where something beside the form was done: one that is open stays. */
    settle: () => setTaken((now) => (now.step === 'open' ? now : { step: 'done' })),
    opener,
    place,
  };
}
