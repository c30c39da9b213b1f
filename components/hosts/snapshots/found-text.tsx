'use client';

import { cva } from 'class-variance-authority';
import { useTranslations } from 'next-intl';
import { Fragment, type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { findHits, type Hit } from '@/components/hosts/snapshots/text-hits';
import { Button } from '@/components/ui/button';
import { Icon } from '@/components/ui/icon';
import { linesOf } from '@/components/ui/script-indent';
import { scriptLineClass } from '@/components/ui/script-lines';
import { SearchInput } from '@/components/ui/search-input';
import { useShortcuts } from '@/components/ui/use-shortcuts';

/** A text with a search in it: Enter goes to the next hit, with Shift to the one before. */
export function FoundText({ text, label }: { text: string; label: string }) {
  const t = useTranslations('snapshots.find');
  const input = useRef<HTMLInputElement>(null);
  const [wanted, setWanted] = useState('');
  const [current, setCurrent] = useState(0);
  const { hits, isMore } = useMemo(() => findHits(text, wanted), [text, wanted]);
  useShortcuts({ filter: () => input.current?.focus() });
  const step = (by: number) => setCurrent((current + by + hits.length) % Math.max(hits.length, 1));

  function handleKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    step(event.shiftKey ? -1 : 1);
  }

  return (
    <>
      <search className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-2 print:hidden">
        <SearchInput
          ref={input}
          label={t('label')}
          placeholder={t('hint')}
          keys="filter"
          size="small"
          value={wanted}
          onKeyDown={handleKeyDown}
          onChange={(event) => {
            setWanted(event.target.value);
            setCurrent(0);
          }}
        />
        <span className="text-small text-ink-2" role="status">
          {wanted !== '' && <HitCount current={current} total={hits.length} isMore={isMore} />}
        </span>
        <StepButton name={t('previous')} icon="left" isOff={hits.length < 2} onStep={() => step(-1)} />
        <StepButton name={t('next')} icon="right" isOff={hits.length < 2} onStep={() => step(1)} />
      </search>
      <MarkedText {...{ text, label, hits, current }} />
    </>
  );
}

function HitCount({ current, total, isMore }: { current: number; total: number; isMore: boolean }) {
  const t = useTranslations('snapshots.find');
  if (total === 0) return t('none');
  return t(isMore ? 'countMany' : 'count', { current: current + 1, total });
}

type StepProps = { name: string; icon: 'left' | 'right'; isOff: boolean; onStep: () => void };

function StepButton({ name, icon, isOff, onStep }: StepProps) {
  return (
    <Button size="tiny" aria-label={name} title={name} disabled={isOff} onClick={onStep}>
      <Icon name={icon} size={12} />
    </Button>
  );
}

/** A bar of the page lies over what is at its edge. */
const mark = cva('scroll-my-24 rounded-cell', {
  variants: { isCurrent: { true: 'bg-ink text-invert', false: 'bg-line-2 text-ink' } },
});

/** What is stepped to is brought into view. */
function HitMark({ isCurrent, children }: { isCurrent: boolean; children: string }) {
  const box = useRef<HTMLElement>(null);
  // Where a hit is on the screen is the browser's to say.
  useEffect(() => {
    if (isCurrent) box.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  return (
    <mark ref={box} className={mark({ isCurrent })} aria-current={isCurrent ? 'true' : undefined}>
      {children}
    </mark>
  );
}

type Numbered = { hit: Hit; index: number };
type LineProps = { start: number; line: string; own: readonly Numbered[]; current: number };

/** Each line with its hits, both in the order of the text. No hit goes beyond its line: what is searched for has no line break. */
function linesWithHits(text: string, hits: readonly Hit[]) {
  let next = 0;
  return linesOf(text).map(({ start, line }) => {
    const first = next;
    while (next < hits.length && (hits[next]?.start ?? 0) < start + line.length) next += 1;
    const own = hits.slice(first, next).map((hit, place) => ({ hit, index: first + place }));
    return { start, line, own };
  });
}

function MarkedLine({ start, line, own, current }: LineProps) {
  return (
    <>
      {own.map(({ hit, index }, place) => (
        <Fragment key={hit.start}>
          {line.slice((own[place - 1]?.hit.end ?? start) - start, hit.start - start)}
          <HitMark isCurrent={index === current}>{line.slice(hit.start - start, hit.end - start)}</HitMark>
        </Fragment>
      ))}
      {line.slice((own.at(-1)?.hit.end ?? start) - start)}
    </>
  );
}

type MarkedProps = { text: string; label: string; hits: readonly Hit[]; current: number };

function MarkedText({ text, label, hits, current }: MarkedProps) {
  const lines = useMemo(() => linesWithHits(text, hits), [text, hits]);
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: What scrolls has to be reached by the keyboard.
      tabIndex={0}
      className="max-h-[70vh] overflow-auto focus-visible:-outline-offset-2 print:max-h-none"
    >
      {/* JSON reads left to right in every language, whatever characters it holds. */}
      <pre
        dir="ltr"
        className="px-4 py-3 font-mono text-code tracking-tight wrap-anywhere whitespace-pre-wrap normal-nums"
      >
        {lines.map(({ start, line, own }) => (
          <span key={start} className={scriptLineClass(line)}>
            <MarkedLine {...{ start, line, own, current }} />
          </span>
        ))}
      </pre>
    </section>
  );
}
