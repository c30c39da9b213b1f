'use client';

import { cva } from 'class-variance-authority';
import type { ReactNode, RefObject } from 'react';
import { type ButtonLook, buttonClass } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { Link } from '@/components/ui/link';
import { Menu, useMenuItem } from '@/components/ui/menu';

type Item = { key: string; label: string; hint?: string } & (
  | { href: string }
  /** Another page of the console. */
  | { to: string }
  | { onSelect: () => void }
);

type LinkMenuProps = {
  children: ReactNode;
  buttonRef?: RefObject<HTMLButtonElement | null>;
  /** Where what is shown does not say which one it is of. */
  label?: string;
  title?: string;
  size?: ButtonLook['size'];
  variant?: ButtonLook['variant'];
  items: readonly Item[];
};

const itemClass = cva(
  'flex h-8 w-full cursor-pointer items-center gap-6 rounded-pill px-2.5 whitespace-nowrap text-ink outline-none focus:bg-sunken',
);

/** A button that opens a list of files to download, of pages, or of things to do. */
export function LinkMenu({
  children,
  buttonRef,
  label,
  title,
  size = 'small',
  variant,
  items,
}: LinkMenuProps) {
  const content = (
    <>
      {children}
      <Icon name="down" size={12} />
    </>
  );
  return (
    <span className="inline-flex">
      <Menu
        button={{
          className: buttonClass({ size, variant }),
          'aria-label': label,
          title,
          children: content,
        }}
        {...(buttonRef && { buttonRef })}
        className="max-h-[min(70vh,var(--available-height))] min-w-45 overflow-y-auto rounded-panel border border-line-2 bg-surface p-1 text-left text-ink shadow-menu"
      >
        {items.map((item) => (
          <OneItem key={item.key} item={item} />
        ))}
      </Menu>
    </span>
  );
}

function OneItem({ item }: { item: Item }) {
  const { label, hint } = item;
  const props = useMenuItem('onSelect' in item ? item.onSelect : undefined);
  const text = (
    <>
      {label}
      {hint !== undefined && <span className="ml-auto text-small text-ink-3">{hint}</span>}
    </>
  );
  if ('to' in item)
    return (
      <Link {...props} className={itemClass()} href={item.to}>
        {text}
      </Link>
    );
  return 'href' in item ? (
    <a {...props} className={itemClass()} href={item.href} download>
      {text}
    </a>
  ) : (
    <button {...props} type="button" className={itemClass()}>
      {text}
    </button>
  );
}
