import { fieldOptionsOf } from '../../declaration/field-options.js';
import { relationsOf, type RelationDeclaration } from '../../declaration/related.js';
import { RelationClash, RelationTarget } from '../../error/relation-errors.js';
import type { Problem } from '../../error/problem.js';
import type { RelationField } from '../../model/field.js';
import type { Draft, DraftManager } from '../draft.js';
import { customise } from './complete-fields.js';
import { isMatch, matchOf } from './match-of.js';

/** Adds the relations that classes declare themselves: to managers that their interface knows nothing of, above all. */
export function declareRelations(draft: Draft): Draft {
  const byTarget = new Map(draft.managers.map((manager) => [manager.target, manager]));
  const declared = draft.managers.map((manager) => relationsIn(manager, byTarget));
  const managers = draft.managers.map((manager, index): DraftManager => {
    const relations = declared[index]?.relations ?? [];
    return relations.length === 0
      ? manager
      : { ...manager, fields: new Map([...manager.fields, ...relations.map((each) => [each.name, each] as const)]) };
  });
  return { ...draft, managers, problems: [...draft.problems, ...declared.flatMap(({ problems }) => problems)] };
}

interface Declared {
  readonly relations: readonly RelationField[];
  readonly problems: readonly Problem[];
}

function relationsIn(manager: DraftManager, byTarget: ReadonlyMap<object, DraftManager>): Declared {
  const relations: RelationField[] = [];
  const problems: Problem[] = [];
  for (const [name, declaration] of relationsOf(manager.target)) {
    const made = relationOf(manager, name, declaration, byTarget);
    if (made.relation) relations.push(made.relation);
    problems.push(...made.problems);
  }
  return { relations, problems };
}

interface Made {
  readonly relation?: RelationField;
  readonly problems: readonly Problem[];
}

function relationOf(
  manager: DraftManager,
  name: string,
  declaration: RelationDeclaration,
  byTarget: ReadonlyMap<object, DraftManager>,
): Made {
  const relation = `${manager.name}.${name}`;
  const path = `${manager.name}.relations.${name}`;
  if (isProperty(manager, name)) return { problems: [RelationClash.problem(path, { relation })] };
  const target = byTarget.get(classOf(declaration.target()) ?? manager);
  if (!target) return { problems: [RelationTarget.problem(path, { relation })] };
  const match = matchOf({ relation, path, declaration, manager, target });
  if (!isMatch(match)) return { problems: match };
  const { cardinality } = declaration;
  const field: RelationField = {
    kind: 'relation',
    name,
    publicName: name,
    exposed: true,
    nullable: cardinality === 'one',
    readOnly: true,
    optional: true,
    lazy: false,
    cardinality,
    target: target.name,
    owner: cardinality === 'one',
    primary: false,
    queryable: false,
    match,
  };
  return { relation: customise(field, fieldOptionsOf(manager.target, name)), problems: [] };
}

/** Also one that the interface leaves out of the API. */
const isProperty = ({ description }: DraftManager, name: string): boolean =>
  description.fields.some((field) => field.name === name) || (description.omitted ?? []).includes(name);

/** The class of a class or schema; a circular import may give nothing. */
const classOf = (target: { readonly meta?: { readonly class?: object } } | undefined): object | undefined => target?.meta?.class ?? target;
