'use client';

import { useCallback, useEffect, useState } from 'react';

type Loading<Part> = { part: Part | null; hasFailed: boolean };

/**
 * A part of the page that few people need: null until it is loaded. `load` is one function, not made anew. Where it could not be
 * loaded, `hasFailed` says so until `retry` is asked for: a form that came by itself would take the focus from something else.
 */
export function useLoaded<Part>(load: () => Promise<Part>): Loading<Part> & { retry: () => void } {
  const [loading, setLoading] = useState<Loading<Part>>({ part: null, hasFailed: false });
  const ask = useCallback(() => {
    load().then(
      (part) => setLoading({ part, hasFailed: false }),
      () => setLoading({ part: null, hasFailed: true }),
    );
  }, [load]);

  // The server that has it is out there.
  useEffect(ask, [ask]);

  function retry() {
    setLoading({ part: null, hasFailed: false });
    ask();
  }
  return { ...loading, retry };
}
