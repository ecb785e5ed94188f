import type { ComputedDeclaration } from '../../declaration/computed.js';
import { membersOf } from '../../declaration/declaration.js';
import { fieldOptionsOf } from '../../declaration/field-options.js';
import { ComputedClash, ComputedCycle, ComputedRedeclared } from '../../error/computed-errors.js';
import type { Problem } from '../../error/problem.js';
import type { ComputedMember } from '../../model/computed.js';
import type { EnumModel } from '../../model/model.js';
import { computedField } from '../computed-field.js';
import type { Draft, DraftManager } from '../draft.js';
import { orderByNeeds } from '../order-by-needs.js';
import { customise } from './complete-fields.js';

/** Adds the members that are computed of what the interface gives. Interfaces that compute have them as fields of their own. */
export function declareComputed(draft: Draft): Draft {
  const managed = new Set(draft.managers.map(({ target }) => target));
  const made = draft.managers.map((manager) => (manager.description.computes ? { manager, problems: [] } : declared(manager, managed)));
  return {
    ...draft,
    managers: made.map(({ manager }) => manager),
    problems: [...draft.problems, ...made.flatMap(({ problems }) => problems)],
  };
}

function declared(
  manager: DraftManager,
  managed: ReadonlySet<object>,
): { readonly manager: DraftManager; readonly problems: readonly Problem[] } {
  const all = membersOf('computed', manager.target);
  if (all.length === 0) return { manager, problems: [] };
  const declarations = all.filter(({ name }) => !manager.fields.has(name));
  const names = declarations.map(({ name }) => name);
  const made = declarations.map((declaration) => memberOf(manager, declaration, names));
  const members = new Map(made.map(({ member }) => [member.field.name, member]));
  const { order, cycle } = orderByNeeds(new Map([...members].map(([name, member]) => [name, member.members])));
  const { description } = manager;
  const needs = made.map(({ member: { declaration, select = {} } }) => {
    return { path: `computed.${declaration.name}`, needs: select, ...(declaration.system !== undefined && { hidden: true }) };
  });
  return {
    manager: {
      ...manager,
      description: {
        ...description,
        enums: [...description.enums, ...made.flatMap((each) => each.enum ?? [])],
        needs: [...(description.needs ?? []), ...needs],
      },
      // Each behind those that it needs.
      computed: new Map([...order, ...cycle].flatMap((name) => pairOf(members, name))),
    },
    problems: [
      ...all.filter(({ name }) => manager.fields.has(name)).map(({ name }) => clash(manager, name)),
      ...declarations.filter((each) => isDeclaredAbove(manager, each, managed)).map(({ name }) => redeclared(manager, name)),
      ...(cycle.length > 0 ? [ComputedCycle.problem(`${manager.name}.computed`, { manager: manager.name, members: cycle })] : []),
    ],
  };
}

interface Made {
  readonly member: ComputedMember;
  readonly enum?: EnumModel;
}

function memberOf(manager: DraftManager, declaration: ComputedDeclaration, names: readonly string[]): Made {
  const { needs } = declaration;
  const { field, ...rest } = computedField(manager.name, declaration);
  const shown = customise(field, fieldOptionsOf(manager.target, declaration.name));
  if (typeof needs !== 'object' || needs === null)
    return { member: { manager: manager.name, field: shown, declaration, members: [] }, ...rest };
  const entries = Object.entries(needs);
  const select = Object.fromEntries(entries.filter(([name]) => !names.includes(name)));
  const members = entries.map(([name]) => name).filter((name) => names.includes(name));
  return { member: { manager: manager.name, field: shown, declaration, select, members }, ...rest };
}

const pairOf = (members: ReadonlyMap<string, ComputedMember>, name: string): readonly (readonly [string, ComputedMember])[] => {
  const member = members.get(name);
  return member ? [[name, member]] : [];
};

/** Lists of the class above read what its declaration needs, of objects of all classes. */
function isDeclaredAbove({ target }: DraftManager, declaration: ComputedDeclaration, managed: ReadonlySet<object>): boolean {
  for (let above: unknown = Object.getPrototypeOf(target); typeof above === 'function'; above = Object.getPrototypeOf(above)) {
    if (!managed.has(above)) continue;
    const other = membersOf('computed', above).find(({ name }) => name === declaration.name);
    if (other && other !== declaration) return true;
  }
  return false;
}

const redeclared = ({ name: manager }: DraftManager, member: string): Problem =>
  ComputedRedeclared.problem(`${manager}.computed.${member}`, { manager, member });

const clash = ({ name: manager }: DraftManager, member: string): Problem =>
  ComputedClash.problem(`${manager}.computed.${member}`, { manager, member });
