'use client';

import { useEffect, useRef, useState } from 'react';

type Loading<Part> = { part: Part | null; hasFailed: boolean };

/**
 * A part of the page that few people need: null until it is loaded, or for good where it could not be. `load` is one function,
 * not made anew. Whoever asked is told by `hasFailed`, in place of the part, or by `onFailed`, where that place closes.
 */
export function useLoaded<Part>(load: () => Promise<Part>, onFailed?: () => void): Loading<Part> {
  const [loading, setLoading] = useState<Loading<Part>>({ part: null, hasFailed: false });
  const failed = useRef(onFailed);
  useEffect(() => {
    failed.current = onFailed;
  });

  // The server that has it is out there.
  useEffect(() => {
    load().then(
      (part) => setLoading({ part, hasFailed: false }),
      () => {
        setLoading({ part: null, hasFailed: true });
        failed.current?.();
      },
    );
  }, [load]);
  return loading;
}
