let listener: (() => void) | null = null;

export function tellPageTransition(): void {
  listener?.();
}

/** Calls a function for each page that somebody asks for from now on, in that very event; what is returned ends that. */
export function listenToPageTransitions(next: () => void): () => void {
  listener = next;
  return () => {
    listener = null;
  };
}
