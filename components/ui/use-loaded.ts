'use client';

import { useEffect, useRef, useState } from 'react';

/**
 * A part of the page that few people need, once it is loaded; null until then. `load` is one function, not made anew. Whoever
 * asked for what could not be loaded is told by `onFailed`, and asks again.
 */
export function useLoaded<Part>(load: () => Promise<Part>, onFailed?: () => void): Part | null {
  const [loaded, setLoaded] = useState<{ part: Part } | null>(null);
  const failed = useRef(onFailed);
  useEffect(() => {
    failed.current = onFailed;
  });

  // The server that has it is out there.
  useEffect(() => {
    load().then(
      (part) => setLoaded({ part }),
      () => failed.current?.(),
    );
  }, [load]);
  return loaded?.part ?? null;
}
