import { useEffect, useState } from 'react';

export type OpenPlaces = {
  open: ReadonlySet<string>;
  show: (place: string) => void;
  toggle: (place: string) => void;
};

/** Which parts of a plan are open: at first these, then what somebody or the address opens. No answer of the server folds one. */
export function useOpenPlaces(first: () => readonly string[]): OpenPlaces {
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(first()));
  const [ledTo, setLedTo] = useState<HTMLElement | null>(null);

  // What follows # is the browser's, and so is what has its focus: what it leads to may be within a part that was folded.
  useEffect(() => {
    const arrive = () => {
      const target = document.getElementById(location.hash.slice(1));
      const place = target?.closest('section')?.id;
      if (target === null || !place) return;
      setOpen((was) => new Set(was).add(place));
      setLedTo(target);
    };
    arrive();
    window.addEventListener('hashchange', arrive);
    return () => window.removeEventListener('hashchange', arrive);
  }, []);
  useEffect(() => {
    ledTo?.focus({ preventScroll: true });
    ledTo?.scrollIntoView({ block: 'start' });
  }, [ledTo]);

  const show = (place: string) => setOpen((was) => new Set(was).add(place));
  const toggle = (place: string) =>
    setOpen((was) =>
      was.has(place) ? new Set([...was].filter((one) => one !== place)) : new Set(was).add(place),
    );
  return { open, show, toggle };
}
