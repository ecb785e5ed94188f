import { declarationOf } from '../declaration/declaration.js';
import type { InterfaceAdapter } from '../interface/interface-adapter.js';

/** The adapters of an application: those that it is given, and for every other name one that a declaration makes. */
export function adaptersOf(given: readonly InterfaceAdapter[], managers: readonly object[]): readonly InterfaceAdapter[] {
  const adapters = [...given];
  for (const target of managers) {
    const { adapter, open } = declarationOf(target)?.interface ?? {};
    if (open && adapters.every(({ name }) => name !== adapter)) adapters.push(open());
  }
  return adapters;
}
