import {
  focusManager,
  notifyManager,
  onlineManager,
  type Query,
  type QueryClient,
  type QueryKey,
} from '@tanstack/react-query';
import { makeAnswerTimes } from './answer-times';
import { errorCodeOf, failureOf } from './error-code';
import { type Freshness, freshnessOf, isTooOldToBeLive, type ShownAnswer, toldSeconds } from './freshness';
import { LIST_EVERY_MS } from './watched-query';

/** Ages grow although no answer comes: what is live for 45 seconds is not to be called so for 50. */
const TICK_MS = 1_000;
/** Ticks further apart than this: the machine slept, or nobody saw the page. */
const SLEPT_MS = 10 * TICK_MS;

/** The marks are the observers': a query that a page brought along does not have them until it is asked again. */
const marksOf = (query: Query) =>
  query.observers.filter(({ options }) => options.enabled !== false).map(({ options }) => options.meta ?? {});

const watchedMarksOf = (query: Query) => marksOf(query).filter((mark) => mark.isWatched === true);

export const isWatched = (query: Query) => watchedMarksOf(query).length > 0;

const isAskedOnce = (query: Query) => !isWatched(query) && marksOf(query).some((mark) => mark.isAskedOnce);

/** What is asked for when the server may be away or the session over: a page of the past watches nothing. */
export const isAskedInDoubt = (query: Query) =>
  isWatched(query) || marksOf(query).some((mark) => mark.isAskedInDoubt);

/** A second try waits until somebody sees the page: what has failed once has failed until then. */
const hasFailed = ({ state }: Query): boolean =>
  state.status === 'error' || (state.fetchStatus === 'paused' && state.fetchFailureCount > 0);

/** The server said that there is no such thing, nor was there: an answer, and nothing that gets old. */
const isOfNothing = ({ state }: Query): boolean =>
  state.data === undefined && errorCodeOf(state.error) === 'not_found';

/** What is asked for when something of the fleet has changed. What failed is asked for with it, whatever it is. */
export const isOfFleet = (query: Query) =>
  watchedMarksOf(query).some(({ isSteady }) => isSteady !== true || hasFailed(query));

/** The answers of now that are on screen, and when they are of. */
function makeShown(client: QueryClient, times: ReturnType<typeof makeAnswerTimes>) {
  const cache = client.getQueryCache();
  const there = () => cache.getAll().filter((query) => !isOfNothing(query));
  const watched = () => there().filter(isWatched);
  const shownQueries = () => there().filter((query) => isWatched(query) || isAskedOnce(query));
  function asOfIn(query: Query): string | null {
    if (!isAskedOnce(query)) return times.asOfIn(query);
    // A preview says which time its report would be of, and not when it was given.
    return marksOf(query).some((mark) => mark.isClosed) ? null : times.askedAtIn(query);
  }
  const answerOf = (query: Query): ShownAnswer => ({
    asOf: asOfIn(query),
    failure: hasFailed(query) ? failureOf(query.state.error ?? query.state.fetchFailureReason) : null,
    isAskedOnce: isAskedOnce(query),
    isOfShell: isWatched(query) && watchedMarksOf(query).every(({ isOfShell }) => isOfShell === true),
  });

  const oldestOf = (queries: readonly Query[]): string | null =>
    queries.flatMap((query) => asOfIn(query) ?? []).sort()[0] ?? null;

  /** When the oldest answer of now was given that is on this screen; null where there is none. */
  const oldest = () => oldestOf(shownQueries());

  /** The same of those alone that are asked for again. */
  const oldestWatched = () => oldestOf(watched());

  /** When the answer to one question was given; null where there is none. */
  function answeredAt(queryKey: QueryKey): string | null {
    const query = cache.find({ queryKey });
    return query === undefined ? null : asOfIn(query);
  }

  /** Whether something that is watched on this screen could not be asked for last time. */
  const hasAnyFailed = () => watched().some(hasFailed);

  return { answers: () => shownQueries().map(answerOf), oldest, oldestWatched, answeredAt, hasAnyFailed };
}

/** What is watched on this screen, as a store; the same object as long as it says the same. */
export function makeFreshnessStore(client: QueryClient) {
  const cache = client.getQueryCache();
  const times = makeAnswerTimes();
  const { serverMs } = times;
  const { answers: shownAnswers, ...told } = makeShown(client, times);
  let shown: Freshness = { kind: 'live' };
  const answerListeners = new Set<() => void>();

  /** A server that always takes so long is asked again with a pause in between. */
  const hurried = new WeakSet<Query>();

  /**
   * Whether an answer is already too old: given before this machine slept, since waking up asks for nothing that is under way. Or
   * it will be before it is asked for again: asked for while the server stood still.
   */
  function isToBeHurried(query: Query): boolean {
    const ageMs = serverMs() - Date.parse(times.asOfIn(query) ?? '');
    const isLate = isTooOldToBeLive(ageMs + LIST_EVERY_MS);
    const wasHurried = hurried.has(query);
    if (isLate) hurried.add(query);
    else hurried.delete(query);
    return isTooOldToBeLive(ageMs) || (isLate && !wasHurried);
  }

  function learn({ query, action }: { query: Query; action: { type: string } }) {
    if (action.type === 'fetch') times.noteAsked(query);
    if (action.type !== 'success') return;
    const wasSeen = times.noteAnswer(query);
    if (!wasSeen || !isWatched(query)) return;
    times.learnFrom(query);
    for (const listener of answerListeners) listener();
    if (isToBeHurried(query)) void client.refetchQueries({ predicate: (other) => other === query });
  }

  function read(): Freshness {
    const answers = shownAnswers();
    const [newest] = answers
      .flatMap(({ asOf }) => asOf ?? [])
      .sort()
      .reverse();
    if (newest !== undefined) times.assumeJustGiven(newest);
    const found = freshnessOf({ answers, isOnline: onlineManager.isOnline(), nowMs: serverMs() });
    if (JSON.stringify(found) !== JSON.stringify(shown)) shown = found;
    return shown;
  }

  /** How old the oldest figures are, as it is told; null while they are live. It grows with each tick. */
  function readAge(): number | null {
    const found = read();
    return found.kind === 'stale' && found.asOf !== null ? toldSeconds(found.asOf, serverMs()) : null;
  }

  const wasAskedBeforeSleep = (query: Query) =>
    isAskedInDoubt(query) && !times.wasAskedWithin(query, SLEPT_MS);

  const listeners = new Set<() => void>();
  const tellAll = () => listeners.forEach((listener) => void listener());

  /** Once for all who listen: each answer is learned from once, before what it leads to. */
  function watch(): () => void {
    const tell = notifyManager.batchCalls(tellAll);
    let tickedMs = Date.now();
    function tick() {
      tellAll();
      if (!focusManager.isFocused()) return;
      const hasSlept = Date.now() - tickedMs > SLEPT_MS;
      tickedMs = Date.now();
      // Nothing may be due yet by the time for which this machine was awake, and what was under way may never be answered.
      if (hasSlept) void client.refetchQueries({ type: 'active', predicate: wasAskedBeforeSleep });
    }
    const leaveCache = cache.subscribe((event) => {
      if (event.type === 'updated') learn(event);
      tell();
    });
    const leaveNetwork = onlineManager.subscribe(tellAll);
    const leaveFocus = focusManager.subscribe(tick);
    const timer = setInterval(tick, TICK_MS);
    return () => {
      leaveCache();
      leaveNetwork();
      leaveFocus();
      clearInterval(timer);
    };
  }

  let stop = () => {};
  function subscribe(listener: () => void): () => void {
    if (listeners.size === 0) stop = watch();
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) stop();
    };
  }

  /** Calls the listener with each answer to what is watched, while anybody is subscribed. */
  function onAnswer(listener: () => void): () => void {
    answerListeners.add(listener);
    return () => void answerListeners.delete(listener);
  }

  return { ...told, read, readAge, subscribe, onAnswer };
}
