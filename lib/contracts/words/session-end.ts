/**
 * Why somebody has to sign in again: 12 hours are over, nobody used the session for 30 minutes, or somebody ended it (in
 * Settings, with the account, by a new password).
 */
export type SessionEnd = 'time' | 'idle' | 'ended';
