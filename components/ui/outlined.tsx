'use client';

import { type ReactNode, Suspense, useState } from 'react';

type OutlinedProps = { outline: ReactNode; children: ReactNode };

/**
 * A page, with its outline where it has one as it is first drawn. Later answers for the same page leave it as it was then,
 * with or without a boundary: otherwise React would draw it anew, and what somebody selected in it would be lost.
 */
export function Outlined({ outline, children }: OutlinedProps) {
  const [first] = useState(outline);
  return first === null ? children : <Suspense fallback={first}>{children}</Suspense>;
}
