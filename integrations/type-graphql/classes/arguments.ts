import { within } from '../storage/within.js';
import type { PrivateStorage } from '../storage/private-storage.js';

/**
 * Lets hand-written operations convert their arguments against the storage that the schema was built with.
 *
 * TypeGraphQL looks up input classes when a request comes, in the process-wide storage, which knows nothing of what a private
 * build found out about them. Converting is synchronous, and the innermost middleware stands just before it.
 */
export function convertArgumentsWithin(storage: PrivateStorage, generated: object): void {
  const convert = async (_data: unknown, next: () => Promise<unknown>): Promise<unknown> => within(storage, next);
  const converting = new Map<object, Set<string>>();
  for (const { kind, target, methodName, options } of storage.params) {
    if (kind !== 'arg' && kind !== 'args' && options?.arg === undefined) continue;
    converting.set(target, (converting.get(target) ?? new Set()).add(methodName));
  }
  const handlers = [...storage.queries, ...storage.mutations, ...storage.subscriptions, ...storage.fieldResolvers];
  const written = handlers.filter(({ target, methodName }) => target !== generated && converting.get(target)?.has(methodName));
  const middlewares = written.map(({ target, methodName }) => ({ target, fieldName: methodName, middlewares: [convert] }));
  storage.middlewares = [...storage.middlewares, ...middlewares];
}

/** Spares generated operations the conversion: they take their arguments from the document. */
export function forgetArguments({ queries, mutations }: PrivateStorage, generated: object): void {
  for (const handler of [...queries, ...mutations]) {
    if (handler.target === generated && handler.params) handler.params = handler.params.filter(({ kind }) => kind !== 'arg');
  }
}
