import type { Condition, KeyCondition, RelationCondition } from '../../../lib/plugin.js';
import type { Entities } from '../sql/entities.js';
import { storedKey } from '../sql/stored-key.js';
import type { ActorSlots } from './actor-slots.js';
import type { DefinerFunctions } from './definer-functions.js';
import { FLAG } from './open-operand.js';
import { isFormula } from './own-sql.js';
import { RuleWriter } from './rule-writer.js';

/** Writes the expression of a policy: what looks beyond the row, or may do so, is asked of a function. */
export class PolicyWriter extends RuleWriter {
  readonly #entities: Entities;
  readonly #functions: DefinerFunctions;

  constructor(entities: Entities, slots: ActorSlots, functions: DefinerFunctions) {
    super(entities, slots, slots.fromSetting);
    this.#entities = entities;
    this.#functions = functions;
  }

  override write(condition: Condition, alias: string): string | undefined {
    const row = `${alias}.*`;
    if (condition.kind === 'relation') return this.#storedKey(condition, alias) ?? this.#functions.call(condition.manager, condition, row);
    if (condition.kind === 'predicate' && condition.predicate !== FLAG) return this.#functions.call(condition.manager, condition, row);
    if (condition.kind === 'compare' && isFormula(this.#entities, condition.path)) {
      return this.#functions.call(condition.path.manager, condition, row);
    }
    return super.write(condition, alias);
  }

  /** A relation that is compared with a key is compared by the column that stores it. */
  #storedKey(condition: RelationCondition, alias: string): string | undefined {
    const part = condition.where.kind === 'key' ? onlyPart(condition.where) : undefined;
    const stored = part === undefined ? undefined : storedKey(this.#entities, condition, alias);
    if (!stored) return undefined;
    const given = this.statement.bindAs(stored.codec, part);
    // Whether there is such an object is true or false, never unknown.
    return `(${stored.codec.compared(stored.expression)} = ${given} and ${stored.expression} is not null and ${given} is not null)`;
  }
}

function onlyPart({ keys }: KeyCondition): unknown {
  const [key, ...others] = keys;
  return key?.length === 1 && others.length === 0 ? key[0] : undefined;
}
