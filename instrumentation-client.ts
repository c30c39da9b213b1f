import { config } from 'zod';

// Before any schema is made in the browser: zod would try whether it may compile code, which the policy forbids
// and reports. In the server zod goes on compiling, where it is worth a lot.
config({ jitless: true });
