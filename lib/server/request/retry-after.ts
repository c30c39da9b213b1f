const LEAST_SECONDS = 30;
const MOST_SECONDS = 120;

/** For a 503: spread, so that a fleet whose server was away does not come back in the same second. */
export function spreadRetrySeconds(): number {
  return LEAST_SECONDS + Math.floor(Math.random() * (MOST_SECONDS - LEAST_SECONDS + 1));
}
