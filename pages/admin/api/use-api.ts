import { useCallback, useMemo } from 'react';
import type { AdminExplanation } from '../../../integrations/admin/metadata/metadata.js';
import { useSettings } from '../settings.js';
import { useIdentity } from './identity.js';
import { post, sendOperation, type Operation } from './send.js';

/** A question why something is allowed or denied. */
export interface Question {
  readonly manager: string;
  readonly operation: 'read' | 'create' | 'update' | 'delete';
  readonly key?: readonly string[];
  readonly field?: string;
  /** Of an update: the action that it is. */
  readonly action?: string;
}

/** Sends operations and questions as whoever is signed in. */
export function useApi() {
  const { endpoint, path } = useSettings();
  const { headers, actor, token } = useIdentity();
  const send = useCallback(
    async <T>(operation: Operation, signal?: AbortSignal) => sendOperation<T>(endpoint, headers, operation, signal),
    [endpoint, headers],
  );
  const explain = useCallback(async (question: Question) => post<AdminExplanation>(`${path}/explain`, headers, question), [path, headers]);
  const who = useMemo(() => [actor ?? '', token === undefined ? '' : 'token'], [actor, token]);
  return { send, explain, who };
}
