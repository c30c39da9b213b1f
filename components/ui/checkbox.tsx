import type { ComponentPropsWithRef } from 'react';

type CheckboxProps = Omit<ComponentPropsWithRef<'input'>, 'type' | 'className' | 'ref'> & {
  /** It stands for several things, some of which are on. */
  isMixed?: boolean;
};

export function Checkbox({ isMixed = false, ...input }: CheckboxProps) {
  return (
    <input
      type="checkbox"
      // A browser knows this state only as a property.
      ref={(box) => {
        if (box) box.indeterminate = isMixed;
      }}
      className="inline-grid size-3.5 flex-none cursor-pointer appearance-none place-items-center rounded-cell border border-control bg-surface bg-none checked:border-ink checked:bg-ink checked:after:h-1 checked:after:w-2 checked:after:-translate-y-px checked:after:-rotate-45 checked:after:border-b-[1.5px] checked:after:border-l-[1.5px] checked:after:border-invert indeterminate:border-ink indeterminate:bg-ink indeterminate:after:h-px indeterminate:after:w-2 indeterminate:after:bg-invert"
      {...input}
    />
  );
}
