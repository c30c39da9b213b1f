export const RECIPIENTS_AT_MOST = 50;

/** Whether mail may go to this address: null allows every domain, and a domain allows none below it. */
export const isInDomains = (address: string, domains: readonly string[] | null): boolean =>
  domains === null || domains.includes(address.slice(address.lastIndexOf('@') + 1).toLowerCase());
export const KEEP_AT_MOST = 1_000;
export const KEEP_DAYS_AT_MOST = 36_500;
