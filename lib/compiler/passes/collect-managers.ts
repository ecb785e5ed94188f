import { declarationOf, type Declaration } from '../../declaration/declaration.js';
import { NoInterface, NotAManager } from '../../error/errors.js';
import type { Problem } from '../../error/problem.js';
import type { InterfaceAdapter } from '../../interface/interface-adapter.js';
import { className } from '../class-name.js';
import type { CompileInput, Draft, DraftManager } from '../draft.js';

/** Finds the declared classes and asks each one's interface what it knows. */
export function collectManagers(draft: Draft, input: CompileInput): Draft {
  const found = new Map<object, Declaration>();
  const problems: Problem[] = [];
  for (const target of input.adapters.flatMap((adapter) => adapter.discover())) {
    const declaration = declarationOf(target);
    if (declaration?.manager) found.set(target, declaration);
  }
  for (const given of input.managers) {
    const target = (given as { readonly meta?: { readonly class?: object } }).meta?.class ?? given;
    const declaration = declarationOf(target) ?? declarationOf(given);
    if (declaration?.manager) found.set(target, declaration);
    else problems.push(NotAManager.problem(className(given), { className: className(given) }));
  }
  const managers = [...found].flatMap(([target, declaration]): readonly DraftManager[] => {
    const adapter = adapterOf(input.adapters, target, declaration);
    if (adapter) return [draftOf(target, declaration, adapter)];
    problems.push(NoInterface.problem(className(target), { className: className(target) }));
    return [];
  });
  return { ...draft, managers, problems: [...draft.problems, ...problems] };
}

function adapterOf(adapters: readonly InterfaceAdapter[], target: object, declaration: Declaration): InterfaceAdapter | undefined {
  const wanted = declaration.interface?.adapter;
  return adapters.find((adapter) => (wanted === undefined || adapter.name === wanted) && adapter.owns(target));
}

function draftOf(target: object, declaration: Declaration, adapter: InterfaceAdapter): DraftManager {
  const description = adapter.describe(target, declaration);
  return { target, declaration, adapter, description, name: declaration.manager?.name ?? description.name, fields: new Map() };
}
