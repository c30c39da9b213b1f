import { HostNotFound } from '@/app/(console)/host-not-found';

export default HostNotFound;
