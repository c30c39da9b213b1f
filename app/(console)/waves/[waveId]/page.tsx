import type { Metadata } from 'next';
import { NextIntlClientProvider } from 'next-intl';
import { getMessages, getTranslations } from 'next-intl/server';
import { absentTitle, notFoundById, readThen, refused, titleOfOneThen } from '@/app/(console)/refused';
import { requireOperator } from '@/app/(console)/require-operator';
import { BadAddress } from '@/components/hosts/bad-address';
import { orOutline } from '@/components/ui/or-outline';
import { WaveNotYet } from '@/components/waves/wave-not-yet';
import { WaveScreen } from '@/components/waves/wave-screen';
import { WavesLoading } from '@/components/waves/waves-loading';
import { type PageParameters, parametersOf } from '@/lib/client/host-question';
import { plansOfWave, type WavesInput, wavesInput } from '@/lib/client/waves-question';
import { type ChangeQuery, parseChangeQuery } from '@/lib/contracts/words/changes';
import { mayDo } from '@/lib/domain/permissions';
import { messagesWith } from '@/lib/i18n/message-sets';
import { Hydrated, prefetch, serverTrpc } from '@/lib/server/trpc/rsc';

type Props = { params: Promise<{ waveId: string }>; searchParams: Promise<PageParameters> };

const findWaveThen = (id: string, at: string | null) =>
  readThen(at, (then) => prefetch(serverTrpc().change.wave.queryOptions({ id, at: then })));

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  const id = decodeURIComponent((await params).waveId);
  const title = (await getTranslations('waves'))('column.wave');
  const read = async (query: ChangeQuery) => {
    await findWaveThen(id, wavesInput(query).at);
    return title;
  };
  return titleOfOneThen({ searchParams, read, otherwise: title, absent: await absentTitle('wave') });
}

export default async function WavePage({ params, searchParams }: Props) {
  const parameters = await searchParams;
  const id = decodeURIComponent((await params).waveId);
  const { role } = requireOperator(`/waves/${encodeURIComponent(id)}`, parameters);
  const reading = parseChangeQuery(parametersOf(parameters), ['fabric', 'at']);
  if (!reading.ok) return <BadAddress problem={reading} />;
  const input = wavesInput(reading.query);
  try {
    const { found, isNotYet } = await findWaveThen(id, input.at);
    const mayPlan = mayDo(role, 'plan.write');
    return (
      <NextIntlClientProvider messages={messagesWith(await getMessages(), 'waves')}>
        {isNotYet ? (
          <WaveNotYet wave={found.wave} />
        ) : (
          await orOutline(loaded({ id, input, mayPlan }), <WavesLoading isOne />)
        )}
      </NextIntlClientProvider>
    );
  } catch (error) {
    notFoundById(error);
    return await refused(error);
  }
}

type LoadedProps = { id: string; input: WavesInput; mayPlan: boolean };

async function loaded({ id, input, mayPlan }: LoadedProps) {
  try {
    const trpc = serverTrpc();
    await Promise.all([
      prefetch(trpc.plan.list.queryOptions(plansOfWave(id, input.at))),
      prefetch(trpc.change.waves.queryOptions(input)),
    ]);
  } catch (error) {
    return await refused(error);
  }
  return (
    <Hydrated>
      <WaveScreen id={id} input={input} mayPlan={mayPlan} />
    </Hydrated>
  );
}
