import { expect, it } from 'vitest';
import { pagePolicy } from './security-headers';

it('lets a page run and load nothing but its own', () => {
  expect(pagePolicy('a-nonce', { development: false }).split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'nonce-a-nonce' 'strict-dynamic'",
    "style-src 'self' 'nonce-a-nonce'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ]);
});
