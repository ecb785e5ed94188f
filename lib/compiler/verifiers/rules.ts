import { rulesOf } from '../../declaration/declaration.js';
import type { BusinessRule } from '../../declaration/rule.js';
import { InvalidBusinessRule } from '../../error/errors.js';
import type { Problem } from '../../error/problem.js';
import type { FieldModel } from '../../model/field.js';
import type { Draft, DraftManager } from '../draft.js';

/** Business rules have a name, a message and a test, and speak of fields and relations that there are. */
export function verifyRules(draft: Draft): readonly Problem[] {
  return draft.managers.flatMap((manager) => rulesOf(manager.target).flatMap((rule) => verify(draft, manager, rule)));
}

function verify(draft: Draft, manager: DraftManager, rule: BusinessRule): readonly Problem[] {
  const { name, message, fields = [], needs = [] } = rule;
  const problem = (reason: string): Problem =>
    InvalidBusinessRule.problem(`${manager.name}.rules.${name}`, { manager: manager.name, rule: name, reason });
  if (typeof name !== 'string' || name === '' || typeof message !== 'string' || typeof rule.holds !== 'function')
    return [problem('it needs a name, a message and a test')];
  const placeholders = [...message.matchAll(/\{(\w+)\}/g)].map(([, field = '']) => field);
  const unknown = [...fields, ...placeholders].filter((field) => !manager.fields.has(field));
  const lost = needs.filter((path) => !isRelations(draft, manager, path.split('.')));
  return [
    ...unknown.map((field) => problem(`there is no field "${field}"`)),
    ...lost.map((path) => problem(`"${path}" does not lead along relations to managers`)),
  ];
}

function isRelations(draft: Draft, manager: DraftManager, [first = '', ...rest]: readonly string[]): boolean {
  const field: FieldModel | undefined = manager.fields.get(first);
  // What is matched by its fields is in no unit of work.
  if (field?.kind !== 'relation' || field.match) return false;
  const target = draft.managers.find(({ name }) => name === field.target);
  return rest.length === 0 || (target !== undefined && isRelations(draft, target, rest));
}
