import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';

type Options = { https: boolean };

const HSTS_SECONDS = 2 * 365 * 86_400;

export function createNonce(): string {
  return randomBytes(16).toString('base64');
}

/**
 * Scripts run only with the nonce. In development React needs eval, styles are injected, and a socket reloads
 * pages.
 */
export function pagePolicy(nonce: string, { development }: { development: boolean }): string {
  const script = `script-src 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ''}`;
  const style = development ? "style-src 'self' 'unsafe-inline'" : `style-src 'self' 'nonce-${nonce}'`;
  return [
    "default-src 'none'",
    script,
    style,
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self'${development ? ' ws: wss:' : ''}`,
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** The policy of answers that are not pages: a browser runs nothing in them. */
export const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";

type Header = readonly [name: string, value: string];

const EVERYWHERE: readonly Header[] = [
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'same-origin'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
];

/** Headers of every answer. */
export function securityHeaders({ https }: Options): readonly Header[] {
  return https ? [...EVERYWHERE, ['strict-transport-security', `max-age=${HSTS_SECONDS}`]] : EVERYWHERE;
}

/** Headers of every answer that is no page. */
export const API_HEADERS: readonly Header[] = [
  ['cache-control', 'no-store'],
  ['content-security-policy', DATA_POLICY],
];

export function setSecurityHeaders(response: ServerResponse, headers: readonly Header[]): void {
  for (const [name, value] of headers) response.setHeader(name, value);
}
