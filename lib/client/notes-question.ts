export const SHOWN_AT_FIRST = 20;
export const SHOWN_AT_MOST = 500;

/** The notes that a host's page asks for; as it is asked on the server, so that the browser need not ask again. */
export const notesOfHost = (host: string, at: string | null, limit = SHOWN_AT_FIRST) => ({ host, at, limit });
