import { expect, it } from 'vitest';
import { mapColourProblem, readMapColour, withMapColour } from '@/lib/client/map-word';
import { MAP_COLOURS } from '@/lib/contracts/words/map-colour';

it('keeps what the map is coloured by in the address, and leaves out the state', () => {
  for (const colour of MAP_COLOURS) {
    const address = withMapColour('/', 'fabric=PAR&map=os', colour);
    expect(readMapColour(new URLSearchParams(address.slice(2)).get('map'))).toBe(colour);
    expect(address).toContain('fabric=PAR');
  }
  expect(withMapColour('/', 'map=os', 'state')).toBe('/');
});

it('names what a map can be coloured by where an address asks for something else', () => {
  expect(readMapColour('colour')).toBeNull();
  expect(mapColourProblem('colour').refused).toEqual({ text: 'colour', allowed: MAP_COLOURS });
});
