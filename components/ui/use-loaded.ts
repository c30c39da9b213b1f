'use client';

import { useEffect, useState } from 'react';

/** How long until what could not be loaded is tried again, in ms. */
const AGAIN_AFTER_MS = 5_000;

type Loading<Part> = { part: Part | null; hasFailed: boolean };

/**
 * A part of the page that few people need: null until it is loaded. `load` is one function, not made anew. Where it could not be
 * loaded, `hasFailed` says so until it is, and it is tried again.
 */
export function useLoaded<Part>(load: () => Promise<Part>): Loading<Part> {
  const [loading, setLoading] = useState<Loading<Part>>({ part: null, hasFailed: false });

  // The server that has it is out there.
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isLeft = false;
    function handleFailure() {
      if (isLeft) return;
      setLoading({ part: null, hasFailed: true });
      timer = setTimeout(ask, AGAIN_AFTER_MS);
    }
    function ask() {
      load().then((part) => setLoading({ part, hasFailed: false }), handleFailure);
    }
    ask();
    return () => {
      isLeft = true;
      clearTimeout(timer);
    };
  }, [load]);
  return loading;
}
