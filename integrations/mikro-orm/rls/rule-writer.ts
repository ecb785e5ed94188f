import type { Condition, PredicateCondition } from '../../../lib/plugin.js';
import { NotExpressible } from '../errors.js';
import { ConditionWriter } from '../sql/condition.js';
import type { Entities } from '../sql/entities.js';
import type { ActorSlots, ActorSource } from './actor-slots.js';
import { OpenOperand } from './open-operand.js';
import { PolicyStatement } from './policy-statement.js';

/** Writes conditions of rules in which the actor is still open. */
export class RuleWriter extends ConditionWriter {
  protected readonly statement: PolicyStatement;

  constructor(entities: Entities, slots: ActorSlots, source: ActorSource) {
    const statement = new PolicyStatement(slots, source);
    super(entities, statement);
    this.statement = statement;
  }

  override write(condition: Condition, alias: string): string | undefined {
    switch (condition.kind) {
      case 'actor':
        return this.statement.rule(condition.rule);
      case 'predicate':
        return this.#predicate(condition, alias);
      case 'true':
      case 'false':
      case 'unknown':
      case 'is':
      case 'and':
      case 'or':
      case 'not':
      case 'type':
      case 'key':
      case 'compare':
      case 'relation':
        return super.write(condition, alias);
      default:
        // A kind of rule that this has not been taught is told, never left out.
        throw NotExpressible.create({ reason: `rules of the kind "${(condition as Condition).kind}" have no policy` });
    }
  }

  /** Without one of its arguments a predicate is unknown, whatever its SQL makes of null. */
  #predicate(condition: PredicateCondition, alias: string): string {
    const written = super.write(condition, alias) ?? 'true';
    const given = condition.args.flatMap((arg, index) => {
      return arg instanceof OpenOperand ? [this.statement.operand(arg, (value) => value, condition.predicate.args[index] ?? 'text')] : [];
    });
    if (given.length === 0) return written;
    return `(case when ${given.map((each) => `${each} is not null`).join(' and ')} then ${written} end)`;
  }
}
