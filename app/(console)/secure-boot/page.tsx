import type { Metadata } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getMessages, getTranslations } from 'next-intl/server';
import { refused } from '@/app/(console)/refused';
import { requireOperator } from '@/app/(console)/require-operator';
import { unknownFabric } from '@/app/(console)/unknown-fabric';
import { pageTitle } from '@/app/page-title';
import { BadAddress } from '@/components/hosts/bad-address';
import { SecureBootLoading } from '@/components/secure-boot/secure-boot-loading';
import { SecureBootScreen } from '@/components/secure-boot/secure-boot-screen';
import { orOutline } from '@/components/ui/or-outline';
import { type PageParameters, parametersOf } from '@/lib/client/host-question';
import { SECURE_BOOT_PATH } from '@/lib/client/secure-boot-address';
import { type WavesInput, wavesInput } from '@/lib/client/waves-question';
import { parseChangeQuery } from '@/lib/contracts/words/changes';
import { mayDo } from '@/lib/domain/permissions';
import type { Role } from '@/lib/domain/roles';
import { messagesWith } from '@/lib/i18n/message-sets';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { searchParams: Promise<PageParameters> };

export async function generateMetadata(): Promise<Metadata> {
  return pageTitle((await getTranslations('secureBoot'))('title'));
}

export default async function SecureBootPage({ searchParams }: Props) {
  const parameters = await searchParams;
  const { role } = requireOperator(SECURE_BOOT_PATH, parameters);
  const reading = parseChangeQuery(parametersOf(parameters), ['fabric', 'at']);
  if (!reading.ok) return <BadAddress problem={reading} />;
  const unknown = await unknownFabric(reading.query.filter.fabric);
  if (unknown !== null) return unknown;
  return (
    <NextIntlClientProvider messages={messagesWith(await getMessages(), 'secureBoot')}>
      {await orOutline(loaded(wavesInput(reading.query), role), <SecureBootLoading />)}
    </NextIntlClientProvider>
  );
}

async function loaded(input: WavesInput, role: Role) {
  try {
    await prefetch(serverTrpc().host.secureBoot.queryOptions(input));
  } catch (error) {
    return await refused(error);
  }
  return (
    <Hydrated>
      {/* Drawn anew for another fabric or time: otherwise what both have would jump to its new place when the answer comes. */}
      <SecureBootScreen
        key={JSON.stringify(input)}
        input={input}
        mayPlan={mayDo(role, 'plan.write')}
        mayEnroll={mayDo(role, 'enrollment.manage')}
      />
    </Hydrated>
  );
}
