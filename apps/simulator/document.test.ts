import { describe, expect, test } from 'vitest';
import { readDocument } from './fleet/document';

const text = '{"snapshotId":"1","host":{"hostname":"É"},"hgsClient":null,"facts":{}}';

const utf8 = (content: string) => Buffer.from(content, 'utf8');
const utf16le = (content: string) => Buffer.from(content, 'utf16le');
const utf16be = (content: string) => utf16le(content).swap16();

describe('readDocument', () => {
  test.each([
    ['UTF-8', utf8],
    ['UTF-16, as Windows PowerShell 5.1 redirects', utf16le],
    ['UTF-16, the other byte order', utf16be],
  ])('takes a file as PowerShell writes it: %s', (_name, encode) => {
    expect(readDocument(encode(`\uFEFF${text}\r\n`))).toEqual(JSON.parse(text));
  });

  test('takes UTF-8 that says nothing of its encoding', () => {
    expect(readDocument(utf8(text))).toEqual(JSON.parse(text));
  });

  test.each([
    '',
    'not JSON',
    'null',
    '[]',
    '{}',
    '{"host":{},"facts":{}}',
    '{"host":[],"hgsClient":null,"facts":{}}',
  ])('is nothing where a file is no snapshot: %s', (wrong) => {
    expect(readDocument(utf8(wrong))).toBeNull();
  });

  test('is nothing where a file is cut in the middle of a character', () => {
    expect(readDocument(utf16le(`\uFEFF${text}`).subarray(0, -1))).toBeNull();
  });
});
