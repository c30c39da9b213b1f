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

export type ReportKeyRow = {
  kid: string;
  x: string;
  y: string;
  addedAt: string;
  /** How many reports were signed with it. */
  reports: number;
  /** The key that this data folder signs with now. */
  isCurrent: boolean;
};
