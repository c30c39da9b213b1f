/** The page that follows the Secure Boot certificates of 2023. */
export const SECURE_BOOT_PATH = '/secure-boot';

/** The list of exactly the hosts that a figure counts. */
export const countedAddress = (filter: string): string => (filter === '' ? '/hosts' : `/hosts?${filter}`);
