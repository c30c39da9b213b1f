import { cva } from 'class-variance-authority';
import type { ComponentPropsWithRef } from 'react';
import { Icon } from '@/components/ui/icon';
import { Keys } from '@/components/ui/keys';
import type { ShortcutName } from '@/components/ui/shortcuts';

const field = cva('w-full rounded-panel border border-control bg-surface bg-none placeholder:text-ink-3', {
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
  keys: ShortcutName;
  size: 'medium' | 'small';
};

export function SearchInput({ label, keys, size, ...input }: SearchInputProps) {
  return (
    <label className="relative flex items-center">
      <Icon name="search" className="pointer-events-none absolute left-2.25 text-ink-3" />
      <span className="sr-only">{label}</span>
      <input type="search" maxLength={200} className={field({ size })} {...input} />
      <Keys of={keys} className="pointer-events-none absolute right-2 max-tablet:hidden" />
    </label>
  );
}
