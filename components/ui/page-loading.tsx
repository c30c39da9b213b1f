import { PageTitle } from '@/components/ui/page-title';

type PageLoadingProps = {
  title: string;
  /** What is read out. */
  told: string;
  rows: number;
};

/** A page that is being read: lines at the height of a row; nothing shimmers. */
export function PageLoading({ title, told, rows }: PageLoadingProps) {
  return (
    <div className="grid gap-4 px-gutter pt-5" aria-busy="true">
      <PageTitle>{title}</PageTitle>
      <span className="sr-only" role="status">
        {told}
      </span>
      <div className="animate-late" aria-hidden="true">
        {Array.from({ length: rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines that are alike and never move.
          <span key={row} className="block h-row border-b border-line" />
        ))}
      </div>
    </div>
  );
}
