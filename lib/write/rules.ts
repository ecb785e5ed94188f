import type { BusinessRule, RuleChange } from '../declaration/rule.js';
import type { Violation } from '../error/define-error.js';
import type { WriteUnit } from '../interface/write-unit.js';
import type { Caller } from '../manager/runtime.js';
import type { ManagerModel } from '../model/model.js';
import type { Touched } from './touched.js';

/** Asks the business rules of an object that is made or changed. */
export async function brokenRules(unit: WriteUnit | undefined, touched: Touched, caller: Caller): Promise<readonly Violation[]> {
  const { type, operation, object, before } = touched;
  const found: Violation[] = [];
  for (const rule of type.rules) {
    if (operation === 'delete' || !isConcerned(rule, touched)) continue;
    if (rule.needs && rule.needs.length > 0) await unit?.populate(type, [object], rule.needs);
    const actor = 'actor' in caller ? caller.actor : null;
    found.push(...(await brokenBy(type, rule, { operation, after: object, ...(before && { before }), actor })));
  }
  return found;
}

/** Asks one rule. Only false is a violation: a test that cannot be made says nothing. */
export async function brokenBy(manager: ManagerModel, rule: BusinessRule, change: RuleChange): Promise<readonly Violation[]> {
  return (await rule.holds(change)) === false ? violationsOf(manager, rule) : [];
}

function isConcerned({ on, fields = [] }: BusinessRule, { operation, named }: Touched): boolean {
  if (on && !(on as readonly string[]).includes(operation)) return false;
  return operation === 'create' || fields.length === 0 || fields.some((name) => named.has(name));
}

function violationsOf(manager: ManagerModel, { name, message, fields = [] }: BusinessRule): readonly Violation[] {
  const publicName = (field: string): string => manager.fields.get(field)?.publicName ?? field;
  const told = message.replace(/\{(\w+)\}/g, (_all, field: string) => publicName(field));
  if (fields.length === 0) return [{ path: [], code: name, message: told }];
  return fields.map((field) => ({ path: [publicName(field)], code: name, message: told }));
}
