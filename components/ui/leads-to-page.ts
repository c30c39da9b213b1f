export type LinkParts = Pick<HTMLAnchorElement, 'origin' | 'target' | 'hash' | 'pathname'> & {
  isDownload: boolean;
};

/** Whether a link leads to another page of the console, rather than to a file, a place of this page or elsewhere. */
export const leadsToPage = (
  { origin, target, hash, pathname, isDownload }: LinkParts,
  own: string,
): boolean =>
  origin === own && target === '' && hash === '' && !isDownload && !/^\/(api|\.well-known)\//.test(pathname);
