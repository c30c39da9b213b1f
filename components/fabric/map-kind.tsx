import { useTranslations } from 'next-intl';
import { type KindName, type MapKind, MOST_KINDS } from '@/components/fabric/map-kinds';
import { visibleText } from '@/lib/util/visible-text';

/** The letter of a kind stands in its cells and in the legend, so that nobody has to tell colours apart. */
export const letterOf = ({ place, is }: MapKind): string | null =>
  place === null ? null : is === 'others' ? '+' : 'ABCDEFGH'.charAt(Math.min(place, MOST_KINDS - 1));

export function useKindText(): (kind: KindName) => string {
  const t = useTranslations('fabric.map.kind');
  return (kind) => {
    if (kind.is === 'name' || kind.is === 'state') return visibleText(kind.name);
    return t(kind.is === 'age' ? kind.age : kind.is);
  };
}
