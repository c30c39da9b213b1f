import { expect, it } from 'vitest';
import { firstSentence } from '@/components/ui/first-sentence';

it.each([
  ['Encrypt the OS volume. The recovery password goes first.', 'Encrypt the OS volume'],
  ['Read Hgs_NoDumps.v1 on HGS.', 'Read Hgs_NoDumps.v1 on HGS'],
  ['Vérifiez les adresses\u202f: si les deux commencent par http', 'Vérifiez les adresses'],
  ['Verify, BitLocker', 'Verify, BitLocker'],
  ['', ''],
])('a text is known by its first sentence: %s', (text, sentence) => {
  expect(firstSentence(text)).toBe(sentence);
});
