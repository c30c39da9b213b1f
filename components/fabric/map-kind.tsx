import { useTranslations } from 'next-intl';
import { type KindName, type MapKind, MOST_KINDS } from '@/components/fabric/map-kinds';
import { useStateText } from '@/components/fleet/state-text';
import { visibleText } from '@/lib/util/visible-text';

/** The letter of a kind stands in its cells and in the legend, so that nobody has to tell colours apart. */
export const letterOf = ({ place, is }: MapKind): string | null =>
  place === null ? null : is === 'others' ? '+' : 'ABCDEFGH'.charAt(Math.min(place, MOST_KINDS - 1));

export function useKindText(): (kind: KindName) => string {
  const t = useTranslations('fabric.map.kind');
  const stateText = useStateText();
  return (kind) => {
    if (kind.is === 'name') return visibleText(kind.name);
    if (kind.is === 'state') return stateText(kind.name);
    return t(kind.is === 'age' ? kind.age : kind.is);
  };
}
