import { Fragment } from 'react';
import { classNames } from '@/components/ui/class-names';
import { visibleText } from '@/lib/util/visible-text';

type ForeignTextProps = {
  text: string;
  className?: string;
  /** Where a column may cut the text, its title has the whole. */
  isTitled?: boolean;
  /** A title that says more than the text does. */
  title?: string;
  /** A text that has no room in one line goes on in the next between its words rather than inside one. */
  breaksBetweenWords?: boolean;
};

/** What separates the words of a path or a name, and the last letter before the next word of `VolumeStatus`. */
const WORD_END = /[-._/\\](?=.)|[a-z\d](?=[A-Z])/g;

const wordsOf = (text: string) => text.replace(WORD_END, '$&\n').split('\n');

/** A name that has no room beside others goes on in the next line whole, and is cut between its words where it is wider than that. */
const withBreaks = (text: string) =>
  text.split(/(?<= )/).map((name, place) => {
    const words = wordsOf(name);
    if (words.length === 1) return name;
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the names of one text, which are only drawn anew together.
      <span key={place} className="inline-block max-w-full whitespace-pre-wrap">
        {words.map((word, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the words of one text as well.
          <Fragment key={index}>
            {index > 0 && <wbr />}
            {word}
          </Fragment>
        ))}
      </span>
    );
  });

/** Tables on paper keep shorter names on one line; longer ones would leave no room for other columns. */
const ONE_LINE_CHARS = 40;

/** Text that somebody else wrote: isolated, so that it cannot reorder the words around it, and all of it seen. */
export function ForeignText({
  text,
  className,
  isTitled = false,
  title,
  breaksBetweenWords = false,
}: ForeignTextProps) {
  const whole = title ?? (isTitled ? text : undefined);
  return (
    <bdi
      className={classNames(className, text.length > ONE_LINE_CHARS && 'print:whitespace-normal!')}
      title={whole && visibleText(whole)}
    >
      {breaksBetweenWords ? withBreaks(visibleText(text)) : visibleText(text)}
    </bdi>
  );
}
