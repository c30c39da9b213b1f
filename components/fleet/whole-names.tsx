/** A parameter or a command of PowerShell, such as -Force or Get-HgsTrace. */
const NAME = /(?<![\w-])((?:[A-Z][a-z]+)?-[A-Z]\w+)/;

/** A text in which no line ends within a name that somebody types: a browser breaks them after the hyphen. */
export function WholeNames({ text }: { text: string }) {
  // A name stands between every two other parts, since the pattern captures it.
  return text.split(NAME).map((part, at) =>
    at % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: The parts of a text have no other name than their place.
      <span key={at} className="whitespace-nowrap">
        {part}
      </span>
    ),
  );
}
