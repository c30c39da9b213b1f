import { z } from 'zod';

/** The public keys that reports were signed with, as a JWK set (RFC 7517). */
export const ReportKeySet = z.object({
  keys: z.array(
    z.object({
      kty: z.literal('EC'),
      crv: z.literal('P-256'),
      x: z.string(),
      y: z.string(),
      /** The key's own thumbprint (RFC 7638). */
      kid: z.string(),
      alg: z.literal('ES256'),
      use: z.literal('sig'),
    }),
  ),
});
export type ReportKeySet = z.infer<typeof ReportKeySet>;

export const ReportKeyRow = z.object({
  kid: z.string(),
  x: z.string(),
  y: z.string(),
  addedAt: z.string(),
  /** How many reports were signed with it. */
  reports: z.number().int(),
  /** The key that every server signs with now. */
  isCurrent: z.boolean(),
});
export type ReportKeyRow = z.infer<typeof ReportKeyRow>;

/** The newest first. */
export const ReportKeyList = z.object({
  reportKeys: z.array(ReportKeyRow),
  /** Where the private key is. */
  file: z.string(),
  /** GF_REPORT_KEY_FILE names it: whoever looks after that file puts another key there. */
  isGiven: z.boolean(),
  nextCursor: z.null(),
});
export type ReportKeyList = z.infer<typeof ReportKeyList>;

export const MadeReportKey = z.object({ kid: z.string() });
export type MadeReportKey = z.infer<typeof MadeReportKey>;
