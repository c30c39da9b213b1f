'use client';

import { cva } from 'class-variance-authority';
import type { ReactNode } from 'react';

/** A cell of a list in Settings. */
export const settingsCell = cva('px-2 py-2 align-middle first:pl-4 last:pr-4', {
  variants: {
    /** The width of the window from which the column is shown. */
    from: { always: '', tablet: 'max-tablet:hidden', columns: 'max-columns:hidden' },
    isRight: { true: 'text-right' },
  },
  defaultVariants: { from: 'always' },
});

type Column = { name: string; label: ReactNode; from?: 'tablet' | 'columns'; isRight?: boolean };

type SettingsTableProps = { label: string; columns: readonly Column[]; children: ReactNode };

export function SettingsTable({ label, columns, children }: SettingsTableProps) {
  return (
    <table aria-label={label} className="w-full text-left">
      <thead>
        <tr className="text-small text-ink-3">
          {columns.map(({ name, label: shown, from, isRight }) => (
            <th key={name} scope="col" className={settingsCell({ from, isRight })}>
              {shown}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
