import { type HostQueryProblem, refusedValue } from '@/lib/contracts/words/host-query';
import { MAP_COLOURS, type MapColour } from '@/lib/contracts/words/map-colour';

/** The word of the Fabric page that says what the map is coloured by. The API has no such word. */
export const MAP_WORD = 'map';

/** What no address says is the state. Null: the address names what there is not. */
export function readMapColour(text: string | null): MapColour | null {
  if (text === null) return 'state';
  return MAP_COLOURS.find((colour) => colour === text) ?? null;
}

export const mapColourProblem = (text: string): HostQueryProblem => refusedValue(MAP_WORD, text, MAP_COLOURS);

/** The same address with the map coloured by something else. */
export function withMapColour(path: string, query: string, colour: MapColour): string {
  const words = new URLSearchParams(query);
  words.delete(MAP_WORD);
  if (colour !== 'state') words.set(MAP_WORD, colour);
  return words.size === 0 ? path : `${path}?${words}`;
}
