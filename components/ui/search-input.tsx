import { cva } from 'class-variance-authority';
import type { ComponentPropsWithRef } from 'react';
import { Icon } from '@/components/ui/icon';

const field = cva('w-full rounded-panel border border-control bg-surface placeholder:text-ink-3', {
  variants: {
    size: {
      medium: 'h-8 pr-16 pl-8 max-tablet:pr-2',
      small: 'h-7 px-8 text-small/5',
    },
  },
});

type SearchInputProps = Omit<ComponentPropsWithRef<'input'>, 'type' | 'size' | 'className'> & {
  label: string;
  /** Which keys lead here; not on a phone, where nobody has a keyboard. */
  keys: string;
  size: 'medium' | 'small';
};

export function SearchInput({ label, keys, size, ...input }: SearchInputProps) {
  return (
    <label className="relative flex items-center">
      <Icon name="search" className="pointer-events-none absolute left-2.25 text-ink-3" />
      <span className="sr-only">{label}</span>
      <input type="search" maxLength={200} className={field({ size })} {...input} />
      <kbd className="pointer-events-none absolute right-2 max-tablet:hidden">{keys}</kbd>
    </label>
  );
}
