import { letterOf } from '@/components/fabric/map-kind';
import type { MapKinds } from '@/components/fabric/map-kinds';
import { type Look, lookOfKind, lookOfState } from '@/components/fabric/map-looks';
import type { MapHost } from '@/lib/contracts/words/map-hosts';
import { isNextToFail } from '@/lib/domain/next-to-fail';
import type { State } from '@/lib/domain/vocabulary';

/** The cells of a cluster that look alike. */
export type Layer = {
  look: Look;
  /** Whose colour and glyph they have; null where they are coloured by something else. */
  state: State | null;
  letter: string | null;
  positions: number[];
};

type Alike = Omit<Layer, 'positions'>;

function alike(host: MapHost, kinds: MapKinds | null): Alike | null {
  if (kinds === null) return { look: lookOfState(host.state), state: host.state, letter: null };
  const kind = kinds.kindOf(host);
  return kind === undefined ? null : { look: lookOfKind(kind), state: null, letter: letterOf(kind) };
}

/** Few, however many hosts a cluster has: each layer is drawn as one path. */
export function layersOf(hosts: readonly MapHost[], kinds: MapKinds | null): Layer[] {
  const layers = new Map<string, Layer>();
  for (const [position, host] of hosts.entries()) {
    const said = alike(host, kinds);
    if (said === null) continue;
    const key = said.state ?? `${said.look} ${said.letter}`;
    const layer = layers.get(key) ?? { ...said, positions: [] };
    layer.positions.push(position);
    layers.set(key, layer);
  }
  return [...layers.values()];
}

/** A mark on nearly every cell would say nothing: it stands on what the next restart, start or renewal may end. */
export const isMarkedAtRisk = ({ state, risks, isExcepted }: MapHost): boolean =>
  state === 'Passed' && risks.some(isNextToFail) && !isExcepted;

export type MarkedCells = { atRisk: readonly number[]; excepted: readonly number[] };

/** The marks stand on states alone. */
export function marksOf(hosts: readonly MapHost[]): MarkedCells {
  const positions = (isMarked: (host: MapHost) => boolean) =>
    hosts.flatMap((host, position) => (isMarked(host) ? [position] : []));
  return { atRisk: positions(isMarkedAtRisk), excepted: positions(({ isExcepted }) => isExcepted) };
}
