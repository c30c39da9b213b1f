/**
 * How many procedures one request of the console asks for. No page watches more questions than this, so that what it asks
 * for together is of one moment; a longer list is sent in several requests, and refused where it comes in one.
 */
export const BATCH_AT_MOST = 16;
