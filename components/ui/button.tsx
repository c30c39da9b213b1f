import type { ComponentPropsWithRef } from 'react';
import { classNames } from '@/components/ui/class-names';

export type ButtonLook = { variant?: 'primary' | 'quiet' | 'plain'; size?: 'medium' | 'small' | 'tiny' };

const VARIANT_CLASS = { primary: 'primary', quiet: 'quiet', plain: '' } as const;
const SIZE_CLASS = { medium: '', small: 'sm', tiny: 'xs' } as const;

/** For links that look like buttons, too. */
export function buttonClass({ variant = 'plain', size = 'medium' }: ButtonLook = {}, extra?: string): string {
  return classNames('btn', VARIANT_CLASS[variant], SIZE_CLASS[size], extra);
}

export function Button({
  variant,
  size,
  className,
  type = 'button',
  ...rest
}: ComponentPropsWithRef<'button'> & ButtonLook) {
  return <button type={type} className={buttonClass({ variant, size }, className)} {...rest} />;
}
