import { expect, it } from 'vitest';
import { fixHints, hintFor } from './fix-hints';

it.each(['constructor', '__proto__', 'toString'])('knows nothing of a check that a host calls %s', (name) => {
  const entry = {
    key: 'BitLocker',
    kind: 'check',
    title: 'OS volume not encrypted',
    meaning: '',
    evidence: '',
    steps: [],
    verify: { where: 'host', command: '', expect: '' },
    cautions: [],
    links: [],
  } as const;
  const hints = fixHints([{ ...entry, steps: [], cautions: [], links: [] }]);
  expect(hintFor(hints, 'BitLocker')).toEqual({
    title: 'OS volume not encrypted',
    restart: { need: 'never' },
  });
  expect(hintFor(hints, name)).toBeUndefined();
});
