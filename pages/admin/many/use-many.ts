import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useApi } from '../api/use-api.js';
import { manyDocument, type Given } from '../schema/documents.js';
import type { AdminMutation } from '../schema/schema.js';

/** How many objects a mutation is about, and how many of them the actor may not write. */
export interface Counted {
  readonly count: number;
  readonly refused: number;
}

/** Counts what a mutation of many objects would be about, and carries it out when that is known: of so many at most. */
export function useMany(mutation: AdminMutation, given: Given) {
  const client = useQueryClient();
  const { send } = useApi();
  const [counted, setCounted] = useState<Counted>();
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const run = async (bounds: Given): Promise<Counted | undefined> => {
    setBusy(true);
    setError(undefined);
    try {
      const { done } = await send<{ readonly done: { readonly count: number; readonly refused: number | null } }>(
        manyDocument(mutation, { ...given, ...bounds }),
      );
      return { count: done.count, refused: done.refused ?? 0 };
    } catch (failure) {
      setError(failure);
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  const count = async (): Promise<void> => setCounted(await run({ dryRun: true }));
  /** More than was confirmed is refused by the API. */
  const carryOut = async (reason: string | undefined): Promise<number | undefined> => {
    const done = await run({ max: counted?.count ?? 0, reason });
    await client.invalidateQueries();
    if (done === undefined) setCounted(undefined);
    return done?.count;
  };
  const forget = (): void => {
    setCounted(undefined);
    setError(undefined);
  };
  return { counted, error, busy, count, carryOut, forget };
}
