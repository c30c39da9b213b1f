import { type ReactNode, useId } from 'react';
import { classNames } from '@/components/ui/class-names';

type FieldParts = { id: string; describedBy: string | undefined; isInvalid: boolean };

/** A label, its control, a hint and an error, wired together for assistive technology. */
export function Field({
  label,
  hint,
  error,
  isErrorSaid = false,
  className,
  children,
}: {
  label: string;
  hint?: string;
  error?: string;
  /** Said aloud when it appears, where focus stays in the control or goes on. */
  isErrorSaid?: boolean;
  className?: string;
  children: (parts: FieldParts) => ReactNode;
}) {
  const id = useId();
  const hintId = hint === undefined ? undefined : `${id}-hint`;
  const errorId = error === undefined ? undefined : `${id}-error`;
  const describedBy = [hintId, errorId].filter(Boolean).join(' ') || undefined;
  return (
    <div className={classNames('grid content-start gap-1', className)}>
      <label className="text-small text-ink-2" htmlFor={id}>
        {label}
      </label>
      {children({ id, describedBy, isInvalid: error !== undefined })}
      {hint !== undefined && (
        <p className="text-small text-ink-3" id={hintId}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p className="text-small text-insecure-ink" id={errorId} role={isErrorSaid ? 'alert' : undefined}>
          {error}
        </p>
      )}
    </div>
  );
}
