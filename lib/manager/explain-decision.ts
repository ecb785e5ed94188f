import { UnknownAction } from '../error/action-errors.js';
import { ActionIsUpdate, NoExplanation } from '../error/permission-errors.js';
import { actionNamed, type ActionModel } from '../model/action.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { Actor } from '../permission/actor.js';
import { inquire, type Explanation, type Subject } from '../permission/explain.js';
import type { PolicyOperation } from '../permission/rule.js';
import { parseKey } from '../plan/parse-key.js';
import { knownField } from '../plan/resolve-field.js';

/** What is asked: why somebody may or may not do something, besides with a field or by an action. */
interface Asked {
  readonly manager: ManagerModel;
  readonly operation: PolicyOperation;
  readonly key: unknown;
  readonly actor: Actor;
}

/** Tells why an actor may or may not do something: asks the source what the rules ask of the object. */
export async function explainDecision(model: ApplicationModel, asked: Asked, subject: Subject): Promise<Explanation> {
  const { manager, operation, key, actor } = asked;
  if (subject.field !== undefined) knownField(manager, subject.field);
  const action = requiredAction(manager, operation, subject);
  const inquiry = inquire(model, manager, operation, actor, subject);
  // What is done with the class as a whole is decided by the actor alone.
  if (action?.scope === 'class') return inquiry.conclude([]);
  // Of what is yet to be made, or of a list, there is no object to ask.
  if (key === undefined && !action) return inquiry.conclude(undefined);
  const parsed = parseKey(model, manager, key);
  if (!manager.adapter.judge) throw NoExplanation.create({ manager: manager.name });
  return inquiry.conclude(await manager.adapter.judge(manager, parsed, inquiry.questions));
}

function requiredAction(manager: ManagerModel, operation: PolicyOperation, { action: name }: Subject): ActionModel | undefined {
  if (name === undefined) return undefined;
  if (operation !== 'update') throw ActionIsUpdate.create({ manager: manager.name, operation });
  const action = actionNamed(manager, name);
  if (!action) throw UnknownAction.create({ manager: manager.name });
  return action;
}
