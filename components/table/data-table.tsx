import { cva, type VariantProps } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import type { ComponentProps, ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { FormError } from '@/components/ui/form-error';

export type Column<Row> = {
  id: string;
  header: ReactNode;
  /** What the column holds says it: the header is read out and not shown. */
  isHeaderHidden?: boolean;
  /** More about the header, under the pointer. */
  title?: string | undefined;
  /** The width of the window from which the column is there. Paper has all that are wider than a phone. */
  from?: 'tablet' | 'desk' | 'columns';
  /** Figures, and what is done with a row. */
  isRight?: boolean;
  /** Its cells name their rows. */
  isName?: boolean;
  /** Utilities for the header and the cells: a width, or how their text breaks. */
  className?: string;
  headClass?: string;
  cellClass?: (row: Row) => string | undefined;
  cell: (row: Row, index: number) => ReactNode;
  /** What stands below all rows, such as their sum. */
  foot?: ReactNode;
};

export type Group<Row> = { key: string; head: ReactNode; rows: readonly Row[] };

const frameClass = cva('relative overflow-x-auto print:overflow-visible', {
  variants: {
    height: {
      list: 'max-h-72 overflow-y-auto print:max-h-none',
      text: 'max-h-[70vh] overflow-y-auto print:max-h-none',
    },
  },
});

type FrameProps = {
  label?: string | undefined;
  /** A long table scrolls in a place of its own: a list among other things, or texts that fill the page. */
  height?: 'list' | 'text';
  /** What the table is given of `useRowKeys`. */
  rowKeys?: Pick<ComponentProps<'table'>, 'ref' | 'onKeyDown'>;
  /** Places columns: how wide the table is at least, and whether its widths are fixed. */
  className?: string;
  children: ReactNode;
};

/** The only `<table>` of the console beside the list of hosts. Rows that no columns describe stand in it as they are. */
export function TableFrame({ label, height, rowKeys, className, children }: FrameProps) {
  const table = (
    <table className={className} aria-label={label} {...rowKeys}>
      {children}
    </table>
  );
  // Words for screen readers are placed within it, and would else widen a narrow page.
  if (height === undefined) return <div className={frameClass()}>{table}</div>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: What scrolls has to be reached by the keyboard.
    <section className={frameClass({ height })} aria-label={label} tabIndex={0}>
      {table}
    </section>
  );
}

/** A header's or a cell's; the height of a header and the lines of a table are those of `app/styles/base.css`. */
const cellClass = cva('', {
  variants: {
    from: {
      tablet: 'max-tablet:hidden',
      desk: 'max-desk:hidden print:table-cell',
      columns: 'max-columns:hidden print:table-cell',
    },
    isRight: { true: 'text-right' },
    isName: {
      true: 'text-left font-normal whitespace-normal text-ink',
    },
    /** Rows of several lines, rows of one, and figures in small type. */
    look: { roomy: 'h-row py-2 text-body', tight: 'h-row text-body', figures: 'h-7 text-small' },
    isTop: { true: 'align-top' },
  },
});

const tableClass = cva('', { variants: { look: { roomy: '', tight: '', figures: 'text-small' } } });

type Look = Pick<VariantProps<typeof cellClass>, 'look' | 'isTop'>;

type DataTableProps<Row> = Omit<FrameProps, 'children'> &
  Look & {
    columns: readonly Column<Row>[];
    keyOf: (row: Row) => string;
    rowClass?: (row: Row, index: number) => string | undefined;
    isCurrent?: (row: Row) => boolean;
    /** Stands in place of a row over its whole width, such as the form that changes it. */
    instead?: (row: Row) => ReactNode;
    /** Stands below a row over its whole width. */
    below?: (row: Row) => ReactNode;
    /** Heads above those of the columns. */
    above?: ReactNode;
    /** What is said of the rows that are not shown. */
    more?: ReactNode;
    /** What stands in place of rows where there are none, and what to do about it. */
    empty?: ReactNode;
    /** The rows are asked for. */
    isLoading?: boolean;
    /** Why there are none: an error, after which one may ask again, or that they may not be seen. */
    failure?: { text: string; onAgain?: () => void } | undefined;
  } & ({ rows: readonly Row[]; groups?: never } | { groups: readonly Group<Row>[]; rows?: never });

/** A table in each of its states. What its columns hold is the page's. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { columns, rows = [], groups = [{ key: 'all', head: null, rows }], look = 'roomy' } = props;
  const { label, height, rowKeys, className, above, more, empty, isLoading = false, failure } = props;
  const isEmpty = groups.every((group) => group.rows.length === 0);
  if (isEmpty && failure !== undefined) return <Failed {...failure} />;
  if (isEmpty && !isLoading && empty !== undefined)
    return <div className="px-4 py-6 text-ink-2">{empty}</div>;
  const table = (
    <TableFrame {...{ label, height, rowKeys }} className={tableClass({ look, className })}>
      <thead>
        {above}
        <tr>
          {columns.map((column) => (
            <HeadCell key={column.id} column={column} />
          ))}
        </tr>
      </thead>
      {isEmpty && isLoading && <Skeleton columns={columns} />}
      {groups.map((group) => (
        <tbody key={group.key}>
          {group.head !== null && <GroupHead columns={columns.length}>{group.head}</GroupHead>}
          {group.rows.map((row, index) => (
            <BodyRow key={props.keyOf(row)} {...{ row, index, props }} />
          ))}
        </tbody>
      ))}
      {more !== undefined && <More columns={columns.length}>{more}</More>}
      {columns.some(({ foot }) => foot !== undefined) && <Foot {...{ columns, look }} />}
    </TableFrame>
  );
  if (failure === undefined) return table;
  return (
    <>
      <Failed {...failure} />
      {table}
    </>
  );
}

function Failed({ text, onAgain }: { text: string; onAgain?: () => void }) {
  const t = useTranslations('ui');
  return (
    <div className="grid justify-items-start gap-2 p-4">
      <FormError>{text}</FormError>
      {onAgain && (
        <Button size="small" onClick={onAgain}>
          {t('retry')}
        </Button>
      )}
    </div>
  );
}

function HeadCell<Row>({ column }: { column: Column<Row> }) {
  const { header, isHeaderHidden, title, from, isRight, className, headClass } = column;
  if (header === null) return <td className={cellClass({ from, className: [className, headClass] })} />;
  return (
    <th scope="col" title={title} className={cellClass({ from, isRight, className: [className, headClass] })}>
      {isHeaderHidden ? <span className="sr-only">{header}</span> : header}
    </th>
  );
}

const SKELETON_ROWS = ['first', 'second', 'third'];

/** As many columns as there will be; it shows late, so that a quick answer does not flicker. */
function Skeleton<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  const t = useTranslations('ui');
  return (
    <tbody className="animate-late" aria-busy="true">
      {SKELETON_ROWS.map((name, row) => (
        <tr key={name}>
          {columns.map(({ id, from }, index) => (
            <td key={id} className={cellClass({ from, look: 'tight' })}>
              <span className="block h-2 rounded-pill bg-sunken" />
              {row + index === 0 && (
                <span className="sr-only" role="status">
                  {t('loading')}
                </span>
              )}
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  );
}

type RowProps<Row> = { row: Row; index: number; props: DataTableProps<Row> };

function BodyRow<Row>({ row, index, props }: RowProps<Row>) {
  const { columns, rowClass, isCurrent, instead, below, look = 'roomy', isTop } = props;
  const other = instead?.(row);
  if (other)
    return (
      <tr className="bg-raised">
        <td colSpan={columns.length} className="border-l-2 border-ink p-4">
          {other}
        </td>
      </tr>
    );
  const more = below?.(row);
  return (
    <>
      <tr
        className={rowFrame({ className: rowClass?.(row, index) })}
        aria-current={isCurrent?.(row) ? 'true' : undefined}
      >
        {columns.map((column) => (
          <BodyCell key={column.id} {...{ column, look, isTop }} className={column.cellClass?.(row)}>
            {column.cell(row, index)}
          </BodyCell>
        ))}
      </tr>
      {more && (
        <tr className="bg-raised">
          <td colSpan={columns.length} className="px-4 pb-3">
            {more}
          </td>
        </tr>
      )}
    </>
  );
}

const rowFrame = cva('has-[a:focus-visible]:bg-raised aria-[current]:bg-sunken print:break-inside-avoid');

type CellProps<Row> = Look & { column: Column<Row>; className: string | undefined; children: ReactNode };

function BodyCell<Row>({ column, look, isTop, className, children }: CellProps<Row>) {
  const { from, isRight, isName } = column;
  const names = cellClass({ from, isRight, isName, look, isTop, className: [column.className, className] });
  if (!isName) return <td className={names}>{children}</td>;
  return (
    <th scope="row" className={names}>
      {children}
    </th>
  );
}

function GroupHead({ columns, children }: { columns: number; children: ReactNode }) {
  return (
    <tr className="bg-raised">
      <th
        scope="rowgroup"
        colSpan={columns}
        className="h-auto border-y border-line px-4 py-1.5 font-normal whitespace-normal"
      >
        {children}
      </th>
    </tr>
  );
}

function More({ columns, children }: { columns: number; children: ReactNode }) {
  return (
    <tbody>
      <tr>
        <td colSpan={columns} className="border-t border-line px-4 py-1.5 text-small/5 text-ink-3">
          {children}
        </td>
      </tr>
    </tbody>
  );
}

function Foot<Row>({ columns, look }: { columns: readonly Column<Row>[] } & Look) {
  return (
    <tfoot>
      <tr className="border-t border-line-2 font-semibold">
        {columns.map((column) => (
          <BodyCell key={column.id} {...{ column, look }} className="border-b-0 font-semibold">
            {column.foot}
          </BodyCell>
        ))}
      </tr>
    </tfoot>
  );
}
