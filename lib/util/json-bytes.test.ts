import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOfValue, membersAt } from './json-bytes';

const key = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a', '{', '"', '\\', ']'));
const value = fc.object({
  key,
  maxDepth: 3,
  values: [fc.string({ unit: 'binary' }), fc.double(), fc.boolean()],
});
const space = fc.constantFrom('', ' ', '\n\t');

describe('endOfValue', () => {
  it('ends where a value that was written ends, whatever follows', () => {
    const any = fc.oneof(value, fc.string({ unit: 'binary' }), fc.integer(), fc.array(value));
    fc.assert(
      fc.property(
        any,
        fc.constantFrom(0, 2),
        fc.constantFrom(',', '}', ']', ' '),
        (written, indent, after) => {
          const json = JSON.stringify(written, null, indent);
          const bytes = Buffer.from(`[${json}${after}"`);
          expect(endOfValue(bytes, 1, 32)).toBe(1 + Buffer.byteLength(json));
        },
      ),
    );
  });

  it.each(['{"a":', '["a', '{"a":"\\"}', '['])('has no end: %s', (text) => {
    expect(endOfValue(Buffer.from(text), 0, 32)).toBe(-1);
  });

  it('counts how deep a value nests', () => {
    expect(endOfValue(Buffer.from('[[1],[{"a":"[["}]]'), 0, 3)).toBe(18);
    expect(endOfValue(Buffer.from('[[1],[{"a":"[["}]]'), 0, 2)).toBe(-1);
  });
});

describe('membersAt', () => {
  it('finds the members of an object, or nothing', () => {
    fc.assert(
      fc.property(value, space, (written, gap) => {
        const bytes = Buffer.from(JSON.stringify(written, null, gap));
        const members = membersAt(bytes, 0);
        const isPlain = Object.keys(written).every((name) => /^[ -~]*$/.test(name) && !/["\\]/.test(name));
        expect(members !== null).toBe(isPlain);
        for (const { key: name, start, end } of members ?? [])
          expect(JSON.parse(bytes.toString('utf8', start, end))).toEqual(
            JSON.parse(JSON.stringify(written))[name],
          );
        if (members) expect(members).toHaveLength(Object.keys(written).length);
      }),
    );
  });

  it.each(['{"a":1,"a":2}', '{"\\u0061":1}', '{"é":1}'])('tells nothing of %s', (text) => {
    expect(membersAt(Buffer.from(text), 0)).toBeNull();
  });
});
