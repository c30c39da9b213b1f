const LEAST_SECONDS = 30;
const MOST_SECONDS = 120;

/** Seconds for the Retry-After of a 503. They are spread, so that a fleet does not come back in the same second. */
export function spreadRetrySeconds(): number {
  return LEAST_SECONDS + Math.floor(Math.random() * (MOST_SECONDS - LEAST_SECONDS + 1));
}
