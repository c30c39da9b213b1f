import { expect, it } from 'vitest';
import { createReadingPlaces } from './reading-places';

/** Asks for a place and notes when it has it. */
function asking(place: ReturnType<ReturnType<typeof createReadingPlaces>>) {
  const asked = { isIn: false, leave: place.leave, entered: place.enter() };
  void asked.entered.then(() => {
    asked.isIn = true;
  });
  return asked;
}

const nextRound = () => new Promise((resolve) => setImmediate(resolve));

it('lets two of one credential in at once, the others in order, and another credential beside them', async () => {
  const placeOf = createReadingPlaces();
  const all = ['a', 'a', 'a', 'a', 'b'].map((credential) => asking(placeOf(credential)));
  const inside = () => all.map(({ isIn }) => isIn);
  await nextRound();
  expect(inside()).toEqual([true, true, false, false, true]);
  all[1]?.leave();
  all[1]?.leave();
  await nextRound();
  expect(inside()).toEqual([true, true, true, false, true]);
});

it('keeps no place for who leaves before having one', async () => {
  const placeOf = createReadingPlaces();
  const [one, other, gone, last] = ['a', 'a', 'a', 'a'].map((credential) => asking(placeOf(credential)));
  gone?.leave();
  one?.leave();
  await last?.entered;
  other?.leave();
  last?.leave();
  const after = [asking(placeOf('a')), asking(placeOf('a')), asking(placeOf('a'))];
  await nextRound();
  expect(after.map(({ isIn }) => isIn)).toEqual([true, true, false]);
});
