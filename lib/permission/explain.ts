import { policyText, ruleText } from '../model/introspect.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import type { Condition } from '../plan/condition.js';
import { attributeOf, type Actor } from './actor.js';
import { actorTruth } from './actor-rule.js';
import { askable } from './askable.js';
import { bind } from './bind.js';
import { RuleCompiler } from './compile-rule.js';
import { conditionText } from './condition-text.js';
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

/** Why something is allowed or denied. For developers and for audit: it holds data of the object, and must not reach clients. */
export interface Explanation {
  readonly manager: string;
  readonly operation: PolicyOperation;
  readonly allowed: boolean;
  /** Whether there is such an object at all. */
  readonly found: boolean;
  /** The whole policy in words. */
  readonly policy: string;
  /** At least one has to be true. */
  readonly allow: readonly ExplainedRule[];
  /** None may be true or unknown. */
  readonly deny: readonly ExplainedRule[];
  /** Each has to be true. */
  readonly require: readonly ExplainedRule[];
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

/** Takes the policy of one operation apart, for one actor. */
export function inquire(model: ApplicationModel, manager: ManagerModel, operation: PolicyOperation, actor: Actor): Inquiry {
  const inquirer = new Inquirer(model, manager, operation, actor);
  const policy = manager.policy[operation];
  const [allow, deny, require] = [policy.allow, policy.deny, policy.require].map((rules) => rules.map((rule) => inquirer.rule(rule))) as [
    Part[],
    Part[],
    Part[],
  ];
  return {
    questions: inquirer.questions,
    conclude: (answers) => {
      const told = (parts: readonly Part[]): readonly ReturnType<Part>[] => parts.map((part) => part(answers));
      const [allowing, denying, requiring] = [told(allow), told(deny), told(require)];
      const holds = (parts: readonly ReturnType<Part>[]): readonly Truth[] => parts.map(({ is }) => is);
      const allowed = or(holds(allowing)) === true && or(holds(denying)) === false && and(holds(requiring)) === true;
      const shown = (parts: readonly ReturnType<Part>[]): readonly ExplainedRule[] => parts.map(({ is: _is, ...rule }) => rule);
      return {
        manager: manager.name,
        operation,
        allowed: allowed && answers !== undefined,
        found: answers !== undefined,
        policy: policyText(policy),
        allow: shown(allowing),
        deny: shown(denying),
        require: shown(requiring),
      };
    },
  };
}

class Inquirer {
  readonly questions: Condition[] = [];
  readonly #model: ApplicationModel;
  readonly #manager: ManagerModel;
  readonly #operation: PolicyOperation;
  readonly #actor: Actor;
  readonly #compiler: RuleCompiler;

  constructor(model: ApplicationModel, manager: ManagerModel, operation: PolicyOperation, actor: Actor) {
    this.#model = model;
    this.#manager = manager;
    this.#operation = operation;
    this.#actor = actor;
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
    const place = this.questions.push(condition) - 1;
    return (answers) => {
      const { truth, value } = answers?.[place] ?? { truth: undefined };
      return { rule: conditionText(condition), truth: word(truth), is: truth, ...(value !== undefined && { value }) };
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
