import { describe, expect, test } from 'vitest';
import { readDocument } from './fleet/document';

const text = '{"snapshotId":"1","host":{"hostname":"A"},"hgsClient":null,"facts":{}}';

describe('readDocument', () => {
  test('takes a file as PowerShell writes it', () => {
    expect(readDocument(`\uFEFF${text}\r\n`)).toEqual(JSON.parse(text));
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
    expect(readDocument(wrong)).toBeNull();
  });
});
