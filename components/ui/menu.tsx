'use client';

import {
  type ComponentProps,
  createContext,
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  type RefObject,
  useContext,
  useId,
  useRef,
  useState,
} from 'react';
import { Popup } from '@/components/ui/popup';

const CloseMenu = createContext(() => {});

const itemsOf = (menu: HTMLElement) => [...menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')];

/** Where a key leads from the item at `position`, or from none at -1. A letter leads to the next item that begins with it. */
function itemAt(key: string, position: number, items: readonly HTMLElement[]): HTMLElement | undefined {
  if (key === 'ArrowDown') return items[(position + 1) % items.length];
  if (key === 'ArrowUp') return items.at(Math.max(position, 0) - 1);
  if (key === 'Home') return items[0];
  if (key === 'End') return items.at(-1);
  if (key.length !== 1 || key === ' ') return;
  const others = [...items.slice(position + 1), ...items.slice(0, position + 1)];
  return others.find(({ textContent }) => textContent.trim().toLowerCase().startsWith(key.toLowerCase()));
}

type MenuProps = {
  /** What the button shows, and how it is. */
  button: Omit<ComponentProps<'button'>, 'ref' | 'onClick' | 'onKeyDown'>;
  buttonRef?: RefObject<HTMLButtonElement | null>;
  /** How the list looks. */
  className: string;
  /** Each item has what `useMenuItem` says. */
  children: ReactNode;
};

/** A button that opens a list of things to do. */
export function Menu({ button, buttonRef, className, children }: MenuProps) {
  const id = useId();
  const ownRef = useRef<HTMLButtonElement>(null);
  const trigger = buttonRef ?? ownRef;
  const [begin, setBegin] = useState<'first' | 'last' | null>(null);
  const close = () => setBegin(null);

  function handleButtonKey(event: KeyboardEvent) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    setBegin(event.key === 'ArrowDown' ? 'first' : 'last');
  }

  function handleKey(event: KeyboardEvent<HTMLElement>) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // Focus goes on from the button, as if there had been no menu.
    if (event.key === 'Tab') return close();
    const items = itemsOf(event.currentTarget);
    const position = items.findIndex((item) => item === document.activeElement);
    const target = itemAt(event.key, position, items);
    // A link is not pressed by the space bar itself.
    const isPressed = event.key === ' ' && items[position] instanceof HTMLAnchorElement;
    if (target === undefined && !isPressed) return;
    event.preventDefault();
    target?.focus();
    if (isPressed) items[position]?.click();
  }

  return (
    <>
      <button
        type="button"
        {...button}
        ref={trigger}
        id={id}
        aria-haspopup="menu"
        aria-expanded={begin !== null}
        onClick={() => setBegin(begin === null ? 'first' : null)}
        onKeyDown={handleButtonKey}
      />
      {begin !== null && (
        <CloseMenu value={close}>
          <Popup
            trigger={trigger}
            focusOn={(box) => itemsOf(box).at(begin === 'first' ? 0 : -1)}
            role="menu"
            aria-labelledby={id}
            className={className}
            onClose={close}
            onKeyDown={handleKey}
          >
            {children}
          </Popup>
        </CloseMenu>
      )}
    </>
  );
}

const focusIt = ({ currentTarget }: PointerEvent<HTMLElement>) =>
  currentTarget.focus({ preventScroll: true });

/** What an item of a menu has, be it a button or a link. */
export function useMenuItem(onSelect?: () => void, { staysOpen = false } = {}) {
  const close = useContext(CloseMenu);
  return {
    role: 'menuitem',
    tabIndex: -1,
    // Which item is meant is one thing, whether by pointer or by key.
    onPointerMove: focusIt,
    onClick: () => {
      onSelect?.();
      if (!staysOpen) close();
    },
  } as const;
}
