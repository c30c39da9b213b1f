import { describe, expect, it } from 'vitest';
import { refusalFor, titleKeyOf } from '@/lib/client/refusal';
import errors from '@/lib/i18n/messages/en/errors.json';

describe('the title of a page that cannot be shown', () => {
  it.each([
    ['before_history', undefined, 'History does not reach back that far'],
    ['invalid_value', 'at', 'This time is in the future'],
    ['invalid_value', '/at', 'This time is in the future'],
    ['invalid_value', undefined, 'This time is in the future'],
    ['invalid_value', 'tab', 'Something in the address is not valid'],
    ['unavailable', undefined, 'This page could not be shown'],
    ['internal_error', undefined, 'This page could not be shown'],
    [undefined, undefined, 'This page could not be shown'],
  ])('says what it is: %s %s', (code, parameter, title) => {
    const [kind, word] = titleKeyOf(refusalFor(code, parameter)).split('.') as ['failed', 'title'];
    expect(errors[kind][word]).toBe(title);
  });
});
