import { TypeClash } from '../../error/errors.js';
import type { DescribedEmbeddable } from '../../interface/interface-adapter.js';
import type { EnumModel } from '../../model/model.js';
import type { Draft } from '../draft.js';

/** Gathers the enums and embeddables that the interfaces described; the same one is described by several managers. */
export function collectTypes(draft: Draft): Draft {
  const enums = gather(draft, ({ description }) => description.enums, sameMembers);
  const embeddables = gather(draft, ({ description }) => description.embeddables, sameEmbeddable);
  return {
    ...draft,
    enums: enums.types,
    embeddables: embeddables.types.map(({ target: _target, ...model }) => model),
    problems: [...draft.problems, ...enums.problems, ...embeddables.problems],
  };
}

type Manager = Draft['managers'][number];

interface Gathered<Type> {
  readonly types: readonly Type[];
  readonly problems: Draft['problems'];
}

function gather<Type extends { readonly name: string }>(
  { managers }: Draft,
  typesOf: (manager: Manager) => readonly Type[],
  same: (left: Type, right: Type) => boolean,
): Gathered<Type> {
  const found = new Map<string, { readonly type: Type; readonly manager: string }>();
  const clashing = new Map<string, Draft['problems'][number]>();
  for (const manager of managers) {
    for (const type of typesOf(manager)) {
      const known = found.get(type.name);
      if (!known) found.set(type.name, { type, manager: manager.name });
      else if (!same(known.type, type)) {
        clashing.set(type.name, TypeClash.problem(type.name, { name: type.name, managers: [...new Set([known.manager, manager.name])] }));
      }
    }
  }
  return { types: [...found.values()].map(({ type }) => type), problems: [...clashing.values()] };
}

function sameEmbeddable(left: DescribedEmbeddable, right: DescribedEmbeddable): boolean {
  if (left.target || right.target) return left.target === right.target;
  return JSON.stringify(left.fields) === JSON.stringify(right.fields);
}

function sameMembers(left: EnumModel, right: EnumModel): boolean {
  const values = new Map(left.members.map(({ name, value }) => [name, value]));
  return values.size === right.members.length && right.members.every(({ name, value }) => values.get(name) === value);
}
