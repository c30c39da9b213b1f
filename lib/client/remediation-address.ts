import { FRAME_WORDS, type PageParameters } from '@/lib/client/host-question';

/** The catalogue narrowed to what is searched for, such as the name of a check. */
export function remediationAddress(search: string): string {
  return search === '' ? '/remediation' : `/remediation?${new URLSearchParams({ q: search })}`;
}

/** What the page's address may say. */
export const REMEDIATION_WORDS = ['q', ...FRAME_WORDS];

export function readRemediationSearch({ q }: PageParameters): string {
  return ([q].flat()[0] ?? '').slice(0, 200).trim();
}
