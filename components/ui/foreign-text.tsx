import { visibleText } from '@/lib/util/visible-text';

type ForeignTextProps = {
  text: string;
  className?: string;
  /** Where a column may cut the text, its title has the whole. */
  isTitled?: boolean;
  /** A title that says more than the text does. */
  title?: string;
};

/** Text that somebody else wrote: isolated, so that it cannot reorder the words around it, and all of it seen. */
export function ForeignText({ text, className, isTitled = false, title }: ForeignTextProps) {
  const whole = title ?? (isTitled ? text : undefined);
  return (
    <bdi className={className} title={whole && visibleText(whole)}>
      {visibleText(text)}
    </bdi>
  );
}
