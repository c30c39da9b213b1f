import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { elementsAt, membersAt } from './json-bytes';

const key = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('a', '{', '"', '\\', ']'));
const value = fc.object({
  key,
  maxDepth: 3,
  values: [fc.string({ unit: 'binary' }), fc.double(), fc.boolean()],
});
const space = fc.constantFrom('', ' ', '\n\t');

describe('elementsAt', () => {
  const bounds = { depth: 32, most: 100 };

  it('finds the elements of a list that was written, whatever follows', () => {
    const any = fc.oneof(value, fc.string({ unit: 'binary' }), fc.integer(), fc.array(value));
    fc.assert(
      fc.property(
        fc.array(any),
        fc.constantFrom(0, 2),
        fc.constantFrom(',', '}', ']', ' '),
        (written, indent, after) => {
          const bytes = Buffer.from(`${JSON.stringify(written, null, indent)}${after}"`);
          const found = elementsAt(bytes, 0, bounds)?.spans.map(({ start, end }) =>
            bytes.toString('utf8', start, end),
          );
          expect(found?.map((text) => JSON.parse(text))).toEqual(JSON.parse(JSON.stringify(written)));
        },
      ),
    );
  });

  it.each(['[{"a":', '["a', '[{"a":"\\"}', '[[', '[', '[1,]', '[,1]', '[1 2]', '[1'])(
    'finds none: %s',
    (text) => {
      expect(elementsAt(Buffer.from(text), 0, bounds)).toBeNull();
    },
  );

  it('counts how deep an element nests', () => {
    const bytes = Buffer.from('[[1],[{"a":"[["}]]');
    expect(elementsAt(bytes, 0, { depth: 2, most: 9 })).toEqual({
      spans: [
        { start: 1, end: 4 },
        { start: 5, end: 17 },
      ],
      end: 18,
    });
    expect(elementsAt(bytes, 0, { depth: 1, most: 9 })).toBeNull();
  });

  it('looks for no more than it may', () => {
    const bytes = Buffer.from('[1,2,3]');
    expect(elementsAt(bytes, 0, { depth: 1, most: 2 })).toMatchObject({ spans: [{}, {}], end: -1 });
    expect(elementsAt(bytes, 0, { depth: 1, most: 3 })).toMatchObject({ spans: [{}, {}, {}], end: 7 });
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
