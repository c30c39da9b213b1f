import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromBase64url } from './bytes';
import { jwksOf, named, pemOf, publicKeyOf, readKeys } from './keys';

const pairOf = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const jwk = (key: KeyObject) => key.export({ format: 'jwk' });
const pem = (key: KeyObject) => String(key.export({ format: 'pem', type: 'spki' }));

describe('a public key', () => {
  it('is named by its thumbprint, as RFC 7638 says', async () => {
    // Made once by another program from the same coordinates.
    const key = {
      x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
      y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
    };
    expect((await named(key)).kid).toBe('oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U');
  });

  it('is written in PEM and in a set of JWKs as others read it', async () => {
    for (let turn = 0; turn < 20; turn += 1) {
      const { publicKey } = pairOf('P-256');
      const known = await named(publicKeyOf(jwk(publicKey)) ?? { x: '', y: '' });
      expect(pemOf(known)).toBe(pem(publicKey));
      expect(await readKeys(pem(publicKey))).toEqual([known]);
      expect(await readKeys(JSON.stringify(jwk(publicKey)))).toEqual([known]);
      expect(await readKeys(JSON.stringify(jwksOf([known, known])))).toEqual([known, known]);
    }
  });

  it('takes the name that it has, and never the one that it is given', async () => {
    const { publicKey } = pairOf('P-256');
    const [key] = (await readKeys(JSON.stringify({ ...jwk(publicKey), kid: 'another' }))) ?? [];
    expect(key?.kid).toBe((await named(publicKeyOf(jwk(publicKey)) ?? { x: '', y: '' })).kid);
  });

  it('is passed over where it is meant for something else, or named as another key', async () => {
    const { publicKey } = pairOf('P-256');
    const own = jwk(publicKey);
    const { kid } = await named(publicKeyOf(own) ?? { x: '', y: '' });
    const meant = [
      {},
      { use: 'sig', alg: 'ES256', kid },
      { key_ops: ['verify'] },
      { kid: 'the key of 2026' },
    ];
    for (const each of meant) expect(await readKeys(JSON.stringify({ ...own, ...each }))).toHaveLength(1);
    const other = await named(publicKeyOf(jwk(pairOf('P-256').publicKey)) ?? { x: '', y: '' });
    const wrong = [
      { use: 'enc' },
      { alg: 'ECDH-ES' },
      { alg: 'ES384' },
      { key_ops: ['deriveKey'] },
      { kid: other.kid },
    ];
    for (const each of wrong) expect(await readKeys(JSON.stringify({ ...own, ...each }))).toBeUndefined();
    const set = {
      keys: [
        { ...own, use: 'enc' },
        { ...own, alg: 'ES256' },
      ],
    };
    expect(await readKeys(JSON.stringify(set))).toHaveLength(1);
  });

  it('is no key of another kind', async () => {
    const { publicKey, privateKey } = pairOf('P-256');
    const other = [pairOf('P-384').publicKey, pairOf('secp256k1').publicKey];
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2_048 }).publicKey;
    for (const key of [...other, rsa]) {
      expect(await readKeys(pem(key))).toBeUndefined();
      expect(await readKeys(JSON.stringify(jwk(key)))).toBeUndefined();
    }
    const own = jwk(publicKey);
    const wrong = [
      { ...own, x: `${own.x}A` },
      { ...own, y: own.y?.slice(1) },
      { ...own, crv: 'P-384' },
      { kty: 'oct', k: 'AA' },
    ];
    for (const each of [...wrong, [], null, {}]) expect(await readKeys(JSON.stringify(each))).toBeUndefined();
    const secret = String(privateKey.export({ format: 'pem', type: 'pkcs8' }));
    for (const text of ['', '{', secret, pem(publicKey).slice(0, 90)])
      expect(await readKeys(text)).toBeUndefined();
    // One of them among others is found.
    expect(await readKeys(pem(rsa) + pem(publicKey))).toHaveLength(1);
  });
});

describe('base64url', () => {
  it('is read in its one spelling', () => {
    expect(fromBase64url('AA')).toEqual(Uint8Array.of(0));
    for (const text of ['AB', 'AA=', 'A', 'A+==', 'A A', 'AA\n']) expect(fromBase64url(text)).toBeUndefined();
  });
});
