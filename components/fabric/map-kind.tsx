import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { type KindName, type MapKind, MOST_KINDS } from '@/components/fabric/map-kinds';
import { visibleText } from '@/lib/util/visible-text';

/** The first ones tell names apart, the others how long ago: the longer, the darker. */
const kindClass = cva('text-micro font-semibold', {
  variants: {
    place: {
      0: 'bg-kind-1 text-cut',
      1: 'bg-kind-2 text-cut',
      2: 'bg-kind-3 text-cut',
      3: 'bg-kind-4 text-cut',
      4: 'bg-kind-5 text-cut',
      5: 'bg-kind-6 text-cut',
      6: 'bg-kind-7 text-cut',
      7: 'bg-kind-8 text-cut',
    },
    age: {
      0: 'bg-ink/8 text-ink inset-ring inset-ring-line-2',
      1: 'bg-ink/20 text-ink',
      2: 'bg-ink/35 text-ink',
      3: 'bg-ink/75 text-cut',
      4: 'bg-ink text-cut',
    },
    plain: {
      none: 'bg-surface inset-ring inset-ring-line-2',
      notKnown: 'bg-surface bg-hatch-tight inset-ring inset-ring-silent',
    },
  },
});

type Place = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** Sound: kindsOfMap gives no other place. */
export function classOfKind(kind: MapKind): string {
  if (kind.is === 'age') return kindClass({ age: kind.place as 0 | 1 | 2 | 3 | 4 });
  if (kind.is === 'none' || kind.is === 'notKnown') return kindClass({ plain: kind.is });
  return kindClass({ place: kind.place as Place });
}

/** The letter of a kind stands in its cells and in the legend, so that nobody has to tell colours apart. */
export const letterOf = ({ place, is }: MapKind): string | null =>
  place === null ? null : is === 'others' ? '+' : 'ABCDEFGH'.charAt(Math.min(place, MOST_KINDS - 1));

export function useKindText(): (kind: KindName) => string {
  const t = useTranslations('fabric.map.kind');
  return (kind) => {
    if (kind.is === 'name') return visibleText(kind.name);
    return t(kind.is === 'age' ? kind.age : kind.is);
  };
}
