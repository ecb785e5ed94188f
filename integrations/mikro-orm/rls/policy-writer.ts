import type { Condition, KeyCondition, RelationCondition } from '../../../lib/plugin.js';
import { isOwning, keyColumnNames, targetMeta } from '../metadata.js';
import type { Entities } from '../sql/entities.js';
import { column } from '../sql/statement.js';
import { keyColumnValue } from '../sql/value.js';
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

  /** A relation that is compared with a key is compared by the column that stores it: a foreign key says that the target is there. */
  #storedKey({ manager, field, target, quantifier, where }: RelationCondition, alias: string): string | undefined {
    const part = quantifier === 'some' && where.kind === 'key' ? onlyPart(where) : undefined;
    const property = this.#entities.property(manager, field.name);
    const { createForeignKeyConstraints = true } = this.#entities.orm.config.get('schemaGenerator');
    const checked = createForeignKeyConstraints && property.createForeignKeyConstraint;
    if (part === undefined || target.inheritance || !checked || !isOwning(property)) return undefined;
    const [name, ...more] = property.fieldNames;
    const [key] = keyColumnNames(targetMeta(this.#entities.orm, property));
    if (name === undefined || more.length > 0 || key === undefined || property.referencedColumnNames[0] !== key) return undefined;
    const { codec } = keyColumnValue(this.#entities, target, 0, alias);
    const stored = column(alias, name);
    const given = this.statement.bindAs(codec, part);
    // Whether there is such an object is true or false, never unknown.
    return `(${codec.compared(stored)} = ${given} and ${stored} is not null and ${given} is not null)`;
  }
}

function onlyPart({ keys }: KeyCondition): unknown {
  const [key, ...others] = keys;
  return key?.length === 1 && others.length === 0 ? key[0] : undefined;
}
