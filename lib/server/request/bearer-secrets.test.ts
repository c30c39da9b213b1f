import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bearerOf, hashSecret, mintSecret, readSecret } from '@/lib/server/request/bearer-secrets';

describe('secrets', () => {
  it('are read back by their own kind alone', () => {
    const { secret, hash } = mintSecret('credential');
    expect(secret).toMatch(/^gfh_[0-9A-Za-z]{49}$/);
    expect(readSecret('credential', secret)).toEqual(hash);
    expect(hashSecret(secret)).toEqual(hash);
    expect(readSecret('enrollmentToken', secret)).toBeNull();
    expect(readSecret('apiToken', secret)).toBeNull();
  });

  it('are refused without a query when any one letter is another', () => {
    const { secret } = mintSecret('apiToken');
    const [prefix, letters] = [secret.slice(0, 4), [...secret.slice(4)]];
    const changed = letters.map(
      (letter, at) => prefix + letters.with(at, letter === 'a' ? 'b' : 'a').join(''),
    );
    expect(changed.filter((text) => readSecret('apiToken', text) !== null)).toEqual([]);
  });

  it('are refused without a query when one character is wrong, missing or more', () => {
    const { secret } = mintSecret('apiToken');
    fc.assert(
      fc.property(fc.nat(secret.length - 1), fc.constantFrom(...'0aZ-_ é'), (at, character) => {
        fc.pre(secret[at] !== character);
        const changed = secret.slice(0, at) + character + secret.slice(at + 1);
        expect(readSecret('apiToken', changed)).toBeNull();
      }),
    );
    expect(readSecret('apiToken', secret.slice(0, -1))).toBeNull();
    expect(readSecret('apiToken', `${secret}0`)).toBeNull();
    expect(readSecret('apiToken', '')).toBeNull();
  });

  it('never repeat', () => {
    const made = new Set(Array.from({ length: 1000 }, () => mintSecret('enrollmentToken').secret));
    expect(made.size).toBe(1000);
  });

  it('are found in a bearer header and nowhere else', () => {
    expect(bearerOf('Bearer gfa_x')).toBe('gfa_x');
    expect(bearerOf('bearer  gfa_x')).toBe('gfa_x');
    for (const header of [
      undefined,
      '',
      'gfa_x',
      'Basic gfa_x',
      'Bearer a b',
      'Bearer ',
      `Bearer ${'x'.repeat(201)}`,
    ])
      expect(bearerOf(header)).toBeNull();
  });
});
