import { cva } from 'class-variance-authority';

/** A cell of the tables of reports and of schedules. */
export const cellClass = cva('px-2 py-2 first:pl-4 last:pr-4', {
  variants: {
    /** The width of the window from which the column is shown. */
    from: { always: '', tablet: 'max-tablet:hidden', desk: 'max-desk:hidden', columns: 'max-columns:hidden' },
    isRight: { true: 'text-right' },
    /** Short by nature: it never breaks where there is room for the column at all. */
    isShort: { true: 'desk:whitespace-nowrap' },
    /** Where some cells of a row have many lines. */
    isTop: { true: 'align-top', false: 'align-middle' },
  },
  defaultVariants: { from: 'always', isTop: false },
});

type Column<Name extends string> = {
  name: Name;
  from: 'always' | 'tablet' | 'desk' | 'columns';
  isRight: boolean;
};

type HeadProps<Name extends string> = {
  columns: readonly Column<Name>[];
  textOf: (name: Name) => string;
};

export function ColumnHeads<Name extends string>({ columns, textOf }: HeadProps<Name>) {
  return (
    <thead>
      <tr className="text-small text-ink-3">
        {columns.map(({ name, from, isRight }) => (
          <th key={name} scope="col" className={cellClass({ from, isRight })}>
            {textOf(name)}
          </th>
        ))}
      </tr>
    </thead>
  );
}
