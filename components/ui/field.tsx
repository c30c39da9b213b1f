import { type ReactNode, useId } from 'react';

type FieldParts = { id: string; describedBy: string | undefined; isInvalid: boolean };

/** A label, its control, a hint and an error, wired together for assistive technology. */
export function Field({
  label,
  hint,
  error,
  children,
}: {
  label: string;
  hint?: string;
  error?: string;
  children: (parts: FieldParts) => ReactNode;
}) {
  const id = useId();
  const hintId = hint === undefined ? undefined : `${id}-hint`;
  const errorId = error === undefined ? undefined : `${id}-error`;
  const describedBy = [hintId, errorId].filter(Boolean).join(' ') || undefined;
  return (
    <div className="fld">
      <label htmlFor={id}>{label}</label>
      {children({ id, describedBy, isInvalid: error !== undefined })}
      {hint !== undefined && (
        <p className="help" id={hintId}>
          {hint}
        </p>
      )}
      {error !== undefined && (
        <p className="bad" id={errorId}>
          {error}
        </p>
      )}
    </div>
  );
}
