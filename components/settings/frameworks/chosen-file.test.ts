import { expect, it } from 'vitest';
import { readChosenFile } from '@/components/settings/frameworks/chosen-file';
import { FRAMEWORK_FILE_BYTES } from '@/lib/contracts/words/reports';

const fileOf = (text: string) => new File([text], 'framework.json');

it('reads a file with the name of its framework, where it has one', async () => {
  const content = { framework: 'nis2', controls: 10 };
  expect(await readChosenFile(fileOf(JSON.stringify(content)))).toEqual({ content, key: 'nis2' });
  // Windows begins a text with a mark.
  expect(await readChosenFile(fileOf('\uFEFF{"framework":"nis2"}'))).toMatchObject({ key: 'nis2' });
  for (const other of ['[]', '{"framework":3}', '"nis2"'])
    expect(await readChosenFile(fileOf(other))).toMatchObject({ key: null });
});

it('says why a file cannot be one', async () => {
  expect(await readChosenFile(fileOf('{"framework":'))).toMatchObject({
    problem: 'notJson',
    reason: expect.stringMatching(/JSON/),
  });
  const large = fileOf(' '.repeat(FRAMEWORK_FILE_BYTES + 1));
  expect(await readChosenFile(large)).toMatchObject({ problem: 'tooLarge' });
  const gone = { size: 3, text: () => Promise.reject(new Error('It was moved')) };
  expect(await readChosenFile(gone)).toEqual({ problem: 'unreadable', reason: 'It was moved' });
});
