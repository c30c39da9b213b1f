import type { ComponentPropsWithRef } from 'react';

export function Checkbox(input: Omit<ComponentPropsWithRef<'input'>, 'type' | 'className'>) {
  return (
    <input
      type="checkbox"
      className="inline-grid size-3.5 flex-none cursor-pointer appearance-none place-items-center rounded-cell border border-control bg-surface checked:border-ink checked:bg-ink checked:after:h-1 checked:after:w-2 checked:after:-translate-y-px checked:after:-rotate-45 checked:after:border-b-[1.5px] checked:after:border-l-[1.5px] checked:after:border-invert"
      {...input}
    />
  );
}
