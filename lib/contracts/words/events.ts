/** The address at which a browser hears that the fleet has changed (docs/decisions/live-events.md). */
export const EVENTS_PATH = '/api/events';

/**
 * The events of that stream. What `changed` carries is a time by the server's clock, and nothing of the fleet: figures that
 * are older may have changed since.
 */
export const EVENTS = ['changed', 'alive', 'signedOut', 'crowded'] as const;

export type EventName = (typeof EVENTS)[number];

/** So often at least something is sent, so that nothing between takes the connection for a dead one. */
export const ALIVE_EVERY_SECONDS = 15;
