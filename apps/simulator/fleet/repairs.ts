import { isWithin, type Spell } from './spells';

/** What somebody repaired of a host after its story, and when. */
export type Repair = {
  /** The `key` of the host. */
  host: string;
  causes: readonly string[];
  /** Milliseconds. */
  at: number;
};

type Ailing = { key: string; spells: readonly Spell[] };

/** The same host, of which these causes are gone from then on. */
export function repaired<Host extends Ailing>(host: Host, { causes, at }: Repair): Host {
  const isMeant = (spell: Spell) => isWithin(at, spell) && causes.includes(spell.trouble);
  return { ...host, spells: host.spells.map((spell) => (isMeant(spell) ? { ...spell, until: at } : spell)) };
}

export const withRepairs = <Host extends Ailing>(
  hosts: readonly Host[],
  repairs: readonly Repair[],
): Host[] =>
  hosts.map((host) => {
    const own = repairs.filter((repair) => repair.host === host.key);
    return own.reduce((mended, repair) => repaired(mended, repair), host);
  });
