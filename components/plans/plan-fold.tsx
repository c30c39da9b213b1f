import { type ReactNode, useId } from 'react';
import type { OpenPlaces } from '@/components/plans/use-open-places';
import { classNames } from '@/components/ui/class-names';
import { Icon } from '@/components/ui/icon';

type FoldProps = {
  place: string;
  places: OpenPlaces;
  title: ReactNode;
  /** What is behind it. */
  names: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
};

/** A part of a plan: one line, which opens to all of it. What is folded stays as it was left, and is printed. */
export function PlanFold({ place, places, title, names, aside, children }: FoldProps) {
  const titleId = useId();
  const contentId = useId();
  const isOpen = places.open.has(place);
  return (
    <section
      id={place}
      className="min-w-0 rounded-panel border border-line bg-surface"
      aria-labelledby={titleId}
      tabIndex={-1}
    >
      <header className="relative flex min-h-panel-head flex-wrap items-center gap-x-3 gap-y-1 rounded-panel py-2 pr-10 pl-4 hover:bg-raised print:break-after-avoid">
        <h2 id={titleId} className="min-w-0">
          {/* All of the line is the button, but for the link that may stand in it. */}
          <button
            type="button"
            className="cursor-pointer bg-none text-left after:absolute after:inset-0"
            aria-expanded={isOpen}
            aria-controls={contentId}
            onClick={() => places.toggle(place)}
          >
            {title}
          </button>
        </h2>
        <span className="min-w-0 flex-1 truncate text-small/5 text-ink-3 max-tablet:basis-full">{names}</span>
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-small/5">{aside}</span>
        <Icon
          className="absolute top-4 right-4 text-ink-3 print:hidden"
          name={isOpen ? 'down' : 'right'}
          size={12}
        />
      </header>
      <div id={contentId} className={classNames('border-t border-line', !isOpen && 'hidden print:block')}>
        {children}
      </div>
    </section>
  );
}
