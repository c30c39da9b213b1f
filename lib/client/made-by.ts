/** What a row is recorded with that this server's own shell made; people and tokens have ids of their own. */
const SHELL = 'cli';

/** The id says it: anybody may be named as the shell is. */
export const isMadeByShell = ({ createdBy }: { createdBy: string }): boolean => createdBy === SHELL;
