import { FRAME_WORDS, type PageParameters } from '@/lib/client/host-question';
import { unreadYesOrNo } from '@/lib/client/yes-or-no';

/** What of the catalogue is looked at. */
export type CatalogueQuestion = {
  /** What is searched for, such as the name of a check; empty: everything. */
  search: string;
  /** Only entries that concern hosts at this moment. */
  isConcernedOnly: boolean;
};

/** The catalogue narrowed to what is searched for, such as the name of a check. */
export function remediationAddress(search: string, isConcernedOnly = false): string {
  const words = new URLSearchParams({
    ...(search !== '' && { q: search }),
    ...(isConcernedOnly && { concerned: 'true' }),
  });
  return words.size === 0 ? '/remediation' : `/remediation?${words}`;
}

/** What the page's address may say. */
export const REMEDIATION_WORDS = ['q', 'concerned', ...FRAME_WORDS];

/** What is wrong with the word that is one of two. */
export const unreadConcerned = (parameters: PageParameters) => unreadYesOrNo('concerned', parameters);

export function readRemediationQuestion({ q, concerned }: PageParameters): CatalogueQuestion {
  const search = ([q].flat()[0] ?? '').slice(0, 200).trim();
  return { search, isConcernedOnly: [concerned].flat()[0] === 'true' };
}
