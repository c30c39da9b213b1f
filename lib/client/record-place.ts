/** Where the record of a host stands on its page, for what leads there. */
export const RECORD_PLACE = 'record';
