import { useRef } from 'react';
import { Icon } from '@/components/ui/icon';
import type { TypedKind } from '@/lib/i18n/typed-time';

type PickerProps = {
  kind: TypedKind;
  name: string;
  value: string | null;
  min?: string;
  max?: string;
  onPick: (value: string) => void;
};

const TYPE = { day: 'date', moment: 'datetime-local' } as const;
/** The browser's own field knows of no offset. */
const PICKED_CHARS = '2026-11-27T14:05'.length;

/** Opens the browser's own calendar over a field that is typed in. */
export function PickerButton({ kind, name, value, min, max, onPick }: PickerProps) {
  const picker = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={picker}
        type={TYPE[kind]}
        // It belongs to no form: what is wrong is said by the field that is typed in.
        form=""
        className="pointer-events-none absolute inset-0 size-full opacity-0 print:hidden"
        tabIndex={-1}
        aria-hidden="true"
        value={value?.slice(0, PICKED_CHARS) ?? ''}
        min={min}
        max={max}
        onChange={({ target }) => target.value !== '' && onPick(target.value)}
      />
      <button
        type="button"
        className="absolute top-1 right-1 grid size-6 cursor-pointer place-items-center rounded-pill text-ink-3 hover:bg-sunken hover:text-ink print:hidden"
        aria-label={name}
        title={name}
        onClick={() => picker.current?.showPicker()}
      >
        <Icon name="calendar" size={14} />
      </button>
    </>
  );
}
