import { useEffect } from 'react';

/** The browser asks before it leaves or reloads the page, while something stands there that is shown only once. */
export function useWarnBeforeLeaving(): void {
  // The browser's own event, which React does not have.
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', warn);
    return () => window.removeEventListener('beforeunload', warn);
  }, []);
}
