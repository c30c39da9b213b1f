import { createHash } from 'node:crypto';

/** A page needs its own style sheet and nothing else: nothing runs or is fetched, wherever it is opened. */
const policyFor = (style: string) =>
  `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`;

export const policyTag = (style: string): string =>
  `<meta http-equiv="Content-Security-Policy" content="${policyFor(style)}">`;

const POLICY = /<meta http-equiv="Content-Security-Policy" content="([^"<>]*)">/;
const HEAD_BYTES = 1_000;

/** The policy in an existing page, whose style sheet may be an earlier one. */
export function policyOfPage(page: Uint8Array): string {
  const head = Buffer.from(page.subarray(0, HEAD_BYTES)).toString('utf8');
  return POLICY.exec(head)?.[1] ?? "default-src 'none'";
}
