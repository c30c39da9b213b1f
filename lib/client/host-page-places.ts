/** Where the record of a host stands on its page, for what leads there. */
export const RECORD_PLACE = 'record';

/** The links of a host's page that begin something for this host, as far as it offers them, for what offers them elsewhere. */
export const BEGUN_FOR_HOST = { newPlan: 'plan-for-host', newException: 'exception-for-host' } as const;
