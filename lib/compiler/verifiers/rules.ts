import { membersOf } from '../../declaration/declaration.js';
import type { BusinessRule } from '../../declaration/rule.js';
import { InvalidBusinessRule } from '../../error/errors.js';
import type { Problem } from '../../error/problem.js';
import type { Draft, DraftManager } from '../draft.js';
import { leadsAlongRelations } from '../relation-path.js';

/** Business rules have a name, a message and a test, and speak of fields and relations that there are. */
export function verifyRules(draft: Draft): readonly Problem[] {
  return draft.managers.flatMap((manager) => membersOf('rules', manager.target).flatMap((rule) => verify(draft, manager, rule)));
}

function verify(draft: Draft, manager: DraftManager, rule: BusinessRule): readonly Problem[] {
  const { name, message, fields = [], needs = [] } = rule;
  const problem = (reason: string): Problem =>
    InvalidBusinessRule.problem(`${manager.name}.rules.${name}`, { manager: manager.name, rule: name, reason });
  if (typeof name !== 'string' || name === '' || typeof message !== 'string' || typeof rule.holds !== 'function')
    return [problem('it needs a name, a message and a test')];
  const placeholders = [...message.matchAll(/\{(\w+)\}/g)].map(([, field = '']) => field);
  const unknown = [...fields, ...placeholders].filter((field) => !manager.fields.has(field));
  const lost = needs.filter((path) => !leadsAlongRelations(draft, manager, path));
  return [
    ...unknown.map((field) => problem(`there is no field "${field}"`)),
    ...lost.map((path) => problem(`"${path}" does not lead along relations to managers`)),
  ];
}
