'use client';

import { createContext, useContext } from 'react';

/** Whether keys without Ctrl or Alt do something on the page, which a person may not want. */
const SingleKeys = createContext(true);

export const SingleKeysProvider = SingleKeys.Provider;
export const useSingleKeys = () => useContext(SingleKeys);
