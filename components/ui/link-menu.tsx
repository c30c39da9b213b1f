'use client';

import { Menu } from '@base-ui/react/menu';
import { useRef } from 'react';
import { type ButtonLook, buttonClass } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';

type LinkItem = { key: string; href: string; label: string; hint?: string };

type LinkMenuProps = {
  children: string;
  /** Where what is shown does not say which one it is of. */
  label?: string;
  size?: ButtonLook['size'];
  items: readonly LinkItem[];
};

/** A button that opens a list of files to download. */
export function LinkMenu({ children, label, size = 'small', items }: LinkMenuProps) {
  const place = useRef<HTMLSpanElement>(null);
  return (
    <span ref={place} className="inline-flex">
      <Menu.Root>
        <Menu.Trigger className={buttonClass({ size })} aria-label={label}>
          {children}
          <Icon name="down" size={12} />
        </Menu.Trigger>
        {/* Inside the page's main part, where those who move by landmarks look for it. */}
        <Menu.Portal container={place}>
          <Menu.Positioner className="z-menu" sideOffset={6} align="end">
            <Menu.Popup className="min-w-45 rounded-panel border border-line-2 bg-surface p-1 text-left shadow-menu outline-none">
              {items.map(({ key, href, label: text, hint }) => (
                <Menu.LinkItem
                  key={key}
                  className="flex h-8 items-center gap-6 rounded-pill px-2.5 whitespace-nowrap outline-none data-highlighted:bg-sunken"
                  closeOnClick
                  href={href}
                  download
                >
                  {text}
                  {hint !== undefined && <span className="ml-auto text-small text-ink-3">{hint}</span>}
                </Menu.LinkItem>
              ))}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </span>
  );
}
