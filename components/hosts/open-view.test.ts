import { expect, it } from 'vitest';
import { openView } from '@/components/hosts/open-view';

const view = (query: string, columns: string[] | null = null) => ({ query, columns });

it.each([
  { kept: 'check=BitLocker&sort=since', shown: 'check=BitLocker&sort=since' },
  { kept: 'sort=since&check=BitLocker', shown: 'check=BitLocker&sort=since' },
  { kept: 'check=BitLocker&check=Iommu', shown: 'check=Iommu&check=BitLocker' },
  { kept: 'cluster=A&cluster=-B&cluster=-C', shown: 'cluster=-C&cluster=A&cluster=-B' },
  { kept: 'check=BitLocker', shown: 'fabric=PAR-Prod&check=BitLocker' },
  { kept: '', shown: '' },
])('is open where it leads to what is shown: $kept', ({ kept, shown }) => {
  expect(openView([view('state=Silent'), view(kept)], { query: shown, columns: null })).toEqual(view(kept));
});

it.each([
  { kept: 'check=BitLocker', shown: 'check=BitLocker&sort=since' },
  { kept: 'fabric=LYO-Prod', shown: 'fabric=PAR-Prod' },
  { kept: 'word=ofAnotherVersion', shown: '' },
])('is not open elsewhere: $kept', ({ kept, shown }) => {
  expect(openView([view(kept)], { query: shown, columns: null })).toBeUndefined();
});

it('tells views of one question apart by their columns', () => {
  const [plain, models, owners] = [view('q=a'), view('q=a', ['model']), view('q=a', ['owner'])];
  const shownWith = (columns: string[] | null) =>
    openView([models, plain, owners], { query: 'q=a', columns });
  expect(shownWith(['owner'])).toBe(owners);
  expect(shownWith(['model'])).toBe(models);
  expect(shownWith(null)).toBe(plain);
  expect(shownWith(['state'])).toBe(plain);
  expect(openView([models, owners], { query: 'q=a', columns: null })).toBeUndefined();
});

it('is the one that names the fabrics, beside one that is open in any', () => {
  const [anywhere, paris] = [view('check=BitLocker'), view('fabric=PAR-Prod&check=BitLocker')];
  const open = (query: string) => openView([anywhere, paris], { query, columns: null });
  expect(open('fabric=PAR-Prod&check=BitLocker')).toBe(paris);
  expect(open('fabric=LYO-Prod&check=BitLocker')).toBe(anywhere);
});
