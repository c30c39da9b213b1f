/**
 * Why somebody has to sign in again: 12 hours are over, nobody used the session for 30 minutes, or somebody ended it (in
 * Settings, with the account, by a new password). It is unknown where the browser has lost the session's cookie, or the server
 * cannot read it, before the 12 hours are over.
 */
export type SessionEnd = 'time' | 'idle' | 'ended' | 'unknown';
