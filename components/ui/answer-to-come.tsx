import { classNames } from '@/components/ui/class-names';

type AnswerToComeProps = {
  /** As high as what is to come, which then moves nothing. */
  className: string;
  /** Asks again, where the answer failed. */
  again?: { text: string; onAgain: () => void } | undefined;
  /** Says that it is being read, or that it failed. */
  children: string;
};

/** Stands within a panel for an answer that is asked for behind the page. */
export function AnswerToCome({ className, again, children }: AnswerToComeProps) {
  return (
    <div
      className={classNames('flex items-center gap-2 px-4 text-ink-2', className)}
      role="status"
      aria-busy={again === undefined}
    >
      {children}
      {again && (
        <button type="button" className="link" onClick={again.onAgain}>
          {again.text}
        </button>
      )}
    </div>
  );
}
