import type { ReactNode } from 'react';
import { AuthPage } from '@/components/auth/auth-page';

export default function AuthLayout({ children }: { children: ReactNode }) {
  return <AuthPage>{children}</AuthPage>;
}
