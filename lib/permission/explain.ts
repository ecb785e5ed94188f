import { actionNamed, type ActionModel } from '../model/action.js';
import { policyText, ruleText } from '../model/introspect.js';
import { managerNamed } from '../model/lookup.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { Condition } from '../plan/condition.js';
import { attributeOf, type Actor } from './actor.js';
import { actorTruth } from './actor-rule.js';
import { askable } from './askable.js';
import { bind } from './bind.js';
import { RuleCompiler } from './compile-rule.js';
import { conditionText } from './condition-text.js';
import type { OperationPolicy } from './policy.js';
import type { PolicyOperation, RuleNode } from './rule.js';
import { and, negate, or, type Truth } from './truth.js';

/** What was found out about one rule, or about a part of one. */
export interface ExplainedRule {
  /** The rule, or the part of its condition, in words. */
  readonly rule: string;
  readonly truth: 'true' | 'false' | 'unknown';
  /** Why it is unknown, where no object can tell. */
  readonly note?: string;
  /** What was compared: the value that the object or the actor has. */
  readonly value?: unknown;
  /** The parts that it was decided by. */
  readonly parts?: readonly ExplainedRule[];
}

/** What was found out about one policy, that of a class or of a field. */
export interface ExplainedPolicy {
  /** The class, the class and the field, or the class and the action that has rules of its own: `Track`, `Track.royalty`, `Track.remaster()`. */
  readonly of: string;
  readonly allowed: boolean;
  /** The whole policy in words. */
  readonly policy: string;
  /** At least one has to be true. */
  readonly allow: readonly ExplainedRule[];
  /** None may be true or unknown. */
  readonly deny: readonly ExplainedRule[];
  /** Each has to be true. */
  readonly require: readonly ExplainedRule[];
}

/** Why something is allowed or denied. For developers and for audit: it holds data of the object, and must not reach clients. */
export interface Explanation extends Omit<ExplainedPolicy, 'of'> {
  readonly manager: string;
  readonly operation: PolicyOperation;
  /** The action, where that was asked about. */
  readonly action?: string;
  /** Whether everything allows it: the policy of the class, and what is in `also`. */
  readonly allowed: boolean;
  /** Whether there is such an object at all; true of an action of the class as a whole, which needs none. */
  readonly found: boolean;
  /** What has to allow it besides: the policy of the object's own class below the one that was asked, and those of the field. */
  readonly also?: readonly ExplainedPolicy[];
}

/** What the source of an object says of a condition: its truth, and the value that a comparison looked at. */
export interface Judgement {
  readonly truth: Truth;
  readonly value?: unknown;
}

/** A policy taken apart: what has to be asked about the object, and how the answers are put together. */
export interface Inquiry {
  readonly questions: readonly Condition[];
  /** Undefined answers: there is no such object. */
  conclude(answers: readonly Judgement[] | undefined): Explanation;
}

type Part = (answers: readonly Judgement[] | undefined) => ExplainedRule & { readonly is: Truth };

/** What is asked about besides an operation. */
export interface Subject {
  /** What decides about this field as well. */
  readonly field?: string | undefined;
  /** Of an update: the action that it is. */
  readonly action?: string | undefined;
}

/**
 * Takes apart what decides about one operation, about one field in it, or about one action, for one actor: the policy of the class or of the
 * action, that of the concrete class of the object, and those of the field, which rules of an action take the place of.
 */
export function inquire(
  model: ApplicationModel,
  manager: ManagerModel,
  operation: PolicyOperation,
  actor: Actor,
  { field, action }: Subject = {},
): Inquiry {
  const questions: Condition[] = [];
  const actionOf = (of: ManagerModel): ActionModel | undefined => (action === undefined ? undefined : actionNamed(of, action));
  const sectionFor = (of: ManagerModel, policy: OperationPolicy, name: string): Section =>
    sectionOf(new Inquirer(model, of, operation, actor, questions), policy, name);
  const ownSection = (of: ManagerModel): Section => {
    const policy = actionOf(of)?.policy;
    return policy ? sectionFor(of, policy, `${of.name}.${action ?? ''}()`) : sectionFor(of, of.policy[operation], of.name);
  };
  const fieldSection = (of: ManagerModel): Section | undefined => {
    if (field === undefined || actionOf(of)?.policy) return undefined;
    const rules: Partial<Record<PolicyOperation, OperationPolicy>> | undefined = of.policy.fields[field];
    const policy = rules?.[operation];
    return policy && sectionFor(of, policy, `${of.name}.${field}`);
  };
  const own = ownSection(manager);
  const ofField = [fieldSection(manager)];
  // There is no object whose class would have to allow what is done with the class as a whole.
  const kin = actionOf(manager)?.scope === 'class' ? [] : (manager.inheritance?.concrete ?? []).filter((name) => name !== manager.name);
  const concrete = kin
    .map((name) => managerNamed(model, name))
    .map((type) => ({
      place: questions.push({ kind: 'type', manager: type }) - 1,
      sections: [ownSection(type), fieldSection(type)],
    }));
  return {
    questions,
    conclude: (answers) => {
      const types = concrete.filter(({ place }) => answers?.[place]?.truth === true).flatMap(({ sections }) => sections);
      const also = [...ofField, ...types].filter((each) => each !== undefined).map((each) => each(answers));
      const { of: _of, allowed, ...told } = own(answers);
      return {
        manager: manager.name,
        operation,
        ...(action !== undefined && { action }),
        allowed: answers !== undefined && allowed && also.every((each) => each.allowed),
        found: answers !== undefined,
        ...told,
        ...(also.length > 0 && { also }),
      };
    },
  };
}

type Section = (answers: readonly Judgement[] | undefined) => ExplainedPolicy;

function sectionOf(inquirer: Inquirer, policy: OperationPolicy, of: string): Section {
  const parts = (rules: readonly RuleNode[]): readonly Part[] => rules.map((rule) => inquirer.rule(rule));
  const [allow, deny, require] = [parts(policy.allow), parts(policy.deny), parts(policy.require)];
  return (answers) => {
    const told = (each: readonly Part[]): readonly ReturnType<Part>[] => each.map((part) => part(answers));
    const [allowing, denying, requiring] = [told(allow), told(deny), told(require)];
    const holds = (each: readonly ReturnType<Part>[]): readonly Truth[] => each.map(({ is }) => is);
    const shown = (each: readonly ReturnType<Part>[]): readonly ExplainedRule[] => each.map(({ is: _is, ...rule }) => rule);
    return {
      of,
      allowed: or(holds(allowing)) === true && or(holds(denying)) === false && and(holds(requiring)) === true,
      policy: policyText(policy),
      allow: shown(allowing),
      deny: shown(denying),
      require: shown(requiring),
    };
  };
}

class Inquirer {
  readonly #questions: Condition[];
  readonly #model: ApplicationModel;
  readonly #manager: ManagerModel;
  readonly #operation: PolicyOperation;
  readonly #actor: Actor;
  readonly #compiler: RuleCompiler;

  constructor(model: ApplicationModel, manager: ManagerModel, operation: PolicyOperation, actor: Actor, questions: Condition[]) {
    this.#model = model;
    this.#manager = manager;
    this.#operation = operation;
    this.#actor = actor;
    this.#questions = questions;
    this.#compiler = new RuleCompiler(model);
  }

  rule(rule: RuleNode): Part {
    const text = ruleText(rule);
    switch (rule.kind) {
      case 'everyone':
        return known(text, true);
      case 'nobody':
        return known(text, false);
      case 'authenticated':
        return known(text, actorTruth(rule, this.#actor));
      case 'role':
        return known(text, actorTruth(rule, this.#actor), attributeOf(this.#actor, 'roles'));
      case 'actor':
        return known(text, actorTruth(rule, this.#actor), attributeOf(this.#actor, rule.path));
      case 'anyOf':
        return joined(
          text,
          rule.rules.map((each) => this.rule(each)),
          or,
        );
      case 'allOf':
        return joined(
          text,
          rule.rules.map((each) => this.rule(each)),
          (truths) => (truths.length === 0 ? false : and(truths)),
        );
      case 'not':
        return joined(text, [this.rule(rule.rule)], ([truth]) => negate(truth));
      case 'check':
      case 'changed':
      case 'image':
      case 'where':
      case 'predicate':
      case 'delegate': {
        const { allow } = this.#compiler.policy(this.#manager, this.#operation, { allow: [rule], deny: [], require: [] });
        return joined(
          text,
          allow.map((each) => this.#condition(each)),
          and,
        );
      }
    }
  }

  /** Conditions are asked in their smallest parts, so that it shows which one decided. */
  #condition(condition: Condition): Part {
    const text = conditionText(condition);
    switch (condition.kind) {
      case 'and':
        return joined(
          text,
          condition.all.map((each) => this.#condition(each)),
          and,
        );
      case 'or':
        return joined(
          text,
          condition.any.map((each) => this.#condition(each)),
          or,
        );
      case 'not':
        return joined(text, [this.#condition(condition.of)], ([truth]) => negate(truth));
      case 'check':
        return noted(text, 'decided in memory, on the object that is written', condition.where && [this.#condition(condition.where)]);
      case 'changed':
        return noted(text, 'no change given');
      case 'image':
        return condition.image === 'after' ? noted(text, 'no change given') : joined(text, [this.#condition(condition.where)], and);
      default:
        return this.#ask(text, askable(bind(this.#model, condition, this.#actor)));
    }
  }

  #ask(text: string, condition: Condition): Part {
    if (condition.kind === 'true' || condition.kind === 'false') return known(text, condition.kind === 'true');
    if (condition.kind === 'unknown') return known(text, undefined);
    const place = this.#questions.push(condition) - 1;
    return (answers) => {
      const answer = answers?.[place];
      const is = answer?.truth;
      return { rule: conditionText(condition), truth: word(is), is, ...(answer?.value !== undefined && { value: answer.value }) };
    };
  }
}

const word = (truth: Truth): ExplainedRule['truth'] => (truth === undefined ? 'unknown' : truth ? 'true' : 'false');

const known =
  (rule: string, is: Truth, value?: unknown): Part =>
  () => ({ rule, truth: word(is), is, ...(value !== undefined && { value }) });

/** True where a narrower condition is, otherwise unknown for a reason. */
function noted(rule: string, note: string, narrower: readonly Part[] = []): Part {
  const part = joined(rule, narrower, (truths) => (truths.length > 0 && and(truths) === true ? true : undefined));
  return (answers) => {
    const { parts = [], ...told } = part(answers);
    return { ...told, ...(told.is === undefined && { note }), ...(parts.length > 0 && { parts }) };
  };
}

function joined(rule: string, parts: readonly Part[], join: (truths: readonly Truth[]) => Truth): Part {
  return (answers) => {
    const told = parts.map((part) => part(answers));
    const is = join(told.map((each) => each.is));
    return { rule, truth: word(is), is, parts: told.map(({ is: _is, ...shown }) => shown) };
  };
}
