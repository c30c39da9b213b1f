import { FRAMEWORK_FILE_BYTES } from '@/lib/contracts/words/reports';
import { isRecord } from '@/lib/util/guards';

/** What was chosen: the file as it would be sent and the name that it gives its framework, or why it cannot be one. */
export type ChosenFile =
  | { content: unknown; key: string | null }
  | { problem: 'unreadable' | 'tooLarge' | 'notJson'; reason: string };

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

export async function readChosenFile(file: Pick<File, 'size' | 'text'>): Promise<ChosenFile> {
  if (file.size > FRAMEWORK_FILE_BYTES) return { problem: 'tooLarge', reason: '' };
  let text: string;
  try {
    text = await file.text();
  } catch (error) {
    return { problem: 'unreadable', reason: reasonOf(error) };
  }
  try {
    const content: unknown = JSON.parse(text);
    const key = isRecord(content) && typeof content.framework === 'string' ? content.framework : null;
    return { content, key };
  } catch (error) {
    return { problem: 'notJson', reason: reasonOf(error) };
  }
}
