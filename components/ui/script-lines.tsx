import { hangOf, linesOf } from '@/components/ui/script-indent';

/** A long line goes on further in than it began, so that it cannot be taken for two. */
const HANG = [
  'block pl-3.5 -indent-3.5',
  'block pl-7 -indent-7',
  'block pl-10.5 -indent-10.5',
  'block pl-14 -indent-14',
  'block pl-17.5 -indent-17.5',
  'block pl-21 -indent-21',
] as const;

/** What a line of a text that a machine reads looks like, by its own indentation. */
export const scriptLineClass = (line: string) => HANG[hangOf(line, HANG.length)];

/** Each line with its break, so that what is selected and copied by hand is the script as it stands. */
export function ScriptLines({ code }: { code: string }) {
  return linesOf(code).map(({ start, line }) => (
    <span key={start} className={scriptLineClass(line)}>
      {line}
    </span>
  ));
}
