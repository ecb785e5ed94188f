import { InvalidFilter, InvalidOperand, TooDeep, TooManyConditions, UnknownOperator, UnknownReference } from '../error/errors.js';
import { ForbiddenField, InexactOperator } from '../error/permission-errors.js';
import { RelationInRule } from '../error/relation-errors.js';
import type { EmbeddedField, FieldModel, RelationField, ValueField } from '../model/field.js';
import { keyColumns } from '../model/key.js';
import { enumNamed } from '../model/lookup.js';
import type { ManagerModel } from '../model/model.js';
import type { Operator } from '../model/scalar.js';
import { allOfConditions, anyOfConditions, notCondition, TRUE, type Condition, type ValuePath } from './condition.js';
import { containsReference, isActorReference } from '../permission/actor-reference.js';
import { exactOperators, isFinerThanDate } from '../permission/exact-operators.js';
import { ruleOperand } from '../permission/rule-operand.js';
import { namesOf, storedFormAt, type StoredForm } from '../permission/stored-form.js';
import { linkAccess } from './link.js';
import { isMeasure, relatedMeasure } from './parse-measure.js';
import { parseOperand, type OperandContext } from './parse-operand.js';
import { isParameter } from './parameter.js';
import type { PlanContext } from './plan-context.js';
import { embeddedField, exposedField, knownField } from './resolve-field.js';
import { isStorableText } from './storable-text.js';
import { walk } from './value-at.js';

const QUANTIFIERS = ['some', 'every', 'none'] as const;

/**
 * Makes a condition of a filter as a caller writes it.
 *
 * `{ name: { contains: 'x' } }`, `{ name: 'x' }` (equal), `{ name: null }` (is null), `{ album: { title: … } }` (to-one),
 * `{ tracks: { some: … } }` (to-many), `{ tracks: { count: { gt: 3 } } }`, `and`, `or`, `not`. Only exposed fields and offered operators are accepted; the
 * operators of the source itself (`$gt`) are not.
 *
 * @throws GM_READ_INVALID_FILTER, GM_READ_UNKNOWN_FIELD, GM_READ_UNKNOWN_OPERATOR, GM_READ_INVALID_OPERAND, GM_LIMIT_DEPTH, GM_LIMIT_CONDITIONS
 */
export function parseFilter(context: PlanContext, manager: ManagerModel, filter: unknown): Condition {
  return filter === undefined || filter === null ? TRUE : new FilterParser(context).object(manager, filter, 0);
}

/** A relation on its way to a measure. */
interface Related {
  readonly manager: ManagerModel;
  readonly field: RelationField;
  readonly target: ManagerModel;
}

class FilterParser {
  readonly #context: PlanContext;
  #conditions = 0;

  constructor(context: PlanContext) {
    this.#context = context;
  }

  object(manager: ManagerModel, filter: unknown, depth: number): Condition {
    const entries = this.#entries(manager, filter, depth);
    return allOfConditions(entries.map(([key, value]) => this.#entry(manager, key, value, depth + 1)));
  }

  #entry(manager: ManagerModel, key: string, value: unknown, depth: number): Condition {
    if (key === 'and') return allOfConditions(this.#list(manager, value, depth));
    if (key === 'or') return anyOfConditions(this.#list(manager, value, depth));
    if (key === 'not') return notCondition(this.object(manager, value, depth));
    const field = this.#field(manager, key);
    const guard = this.#guard(manager, field);
    if (field.kind === 'relation') return this.#relation(manager, field, value, depth);
    const path = { manager, hops: [], embedded: [], ...(guard && { guard }) };
    return field.kind === 'embedded' ? this.#embedded(path, field, value, depth) : this.#value({ ...path, field }, value);
  }

  #field(manager: ManagerModel, name: string): FieldModel {
    return this.#context.rule ? knownField(manager, name) : exposedField(manager, name);
  }

  /** Who may see the field, asked in every position that depends on it; what nobody like the caller may see is refused. */
  #guard(manager: ManagerModel, field: FieldModel): Condition | undefined {
    const guard = this.#context.guardOf(manager, field);
    if (guard?.kind === 'false') throw ForbiddenField.create({ manager: manager.name, field: field.publicName });
    return guard;
  }

  #list(manager: ManagerModel, value: unknown, depth: number): readonly Condition[] {
    if (!Array.isArray(value)) throw InvalidFilter.create({ manager: manager.name });
    return value.map((each: unknown) => this.object(manager, each, depth));
  }

  #relation(manager: ManagerModel, field: RelationField, value: unknown, depth: number): Condition {
    this.#refuseRelation(manager, field);
    const { target, policy, guard } = linkAccess(this.#context, manager, field);
    if (guard?.kind === 'false') throw ForbiddenField.create({ manager: manager.name, field: field.publicName });
    const make = (quantifier: 'some' | 'every' | 'none', where: Condition): Condition => {
      this.#count();
      return { kind: 'relation', manager, field, target, quantifier, where, policy, ...(guard && { guard }) };
    };
    if (field.cardinality === 'one') {
      if (value === null) return make('none', TRUE);
      if (this.#context.rule && !isPlain(value)) return make('some', this.#key(target, value));
      return make('some', this.object(target, value, depth));
    }
    const entries = this.#entries(manager, value, depth);
    return allOfConditions(
      entries.map(([key, where]) => {
        const quantifier = QUANTIFIERS.find((each) => each === key);
        // Objects in memory cannot be measured, so rules do not do so.
        if (!quantifier && isMeasure(key) && !this.#context.rule) return this.#measure({ manager, field, target }, [key], where, depth);
        if (!quantifier) throw UnknownOperator.create({ manager: manager.name, field: field.name, operator: key });
        return make(quantifier, this.object(target, where, depth + 1));
      }),
    );
  }

  /** What the source cannot follow, and rules cannot ask of it. */
  #refuseRelation(manager: ManagerModel, { name, queryable, match }: RelationField): void {
    if (match && this.#context.rule) throw RelationInRule.create({ manager: manager.name, relation: name });
    if (!queryable && !match?.filterable) throw UnknownReference.create({ manager: manager.name, field: name });
  }

  /** A measure of related objects: `count`, or the fields of another one, up to the values that related and embedded objects have. */
  #measure(related: Related, names: readonly string[], value: unknown, depth: number): Condition {
    const { manager, field, target } = related;
    const [kind = '', ...path] = names;
    const end = path.length > 0 ? walk(this.#context, target, path).field : undefined;
    if (kind === 'count' || end?.kind === 'scalar' || end?.kind === 'enum') {
      const holder = { path: { manager, hops: [], embedded: [] }, manager };
      return this.#value(relatedMeasure(this.#context, holder, field, names), value);
    }
    const entries = this.#entries(manager, value, depth);
    return allOfConditions(entries.map(([key, each]) => this.#measure(related, [...names, ...key.split('.')], each, depth + 1)));
  }

  /** In rules, a to-one relation compares with the key of its target. */
  #key(target: ManagerModel, value: unknown): Condition {
    const parts = keyColumns(this.#context.model, target);
    const [part] = parts;
    if (!part || parts.length > 1) throw InvalidFilter.create({ manager: target.name });
    const stored = storedFormAt(this.#context.model, target, part.path, part.field);
    if (isFinerThanDate(part.field) || !exactOperators(part.field, stored !== undefined).includes('eq')) {
      throw InexactOperator.create({ field: `${target.name}.${part.field.name}`, operator: 'eq' });
    }
    const key = isActorReference(value) ? value : ruleOperand({ ...this.#operandContext(part.field), stored }, 'eq', value);
    return { kind: 'key', manager: target, keys: [[key]] };
  }

  #embedded(path: Omit<ValuePath, 'field'>, holder: EmbeddedField, value: unknown, depth: number): Condition {
    const { manager } = path;
    if (!holder.queryable) throw UnknownReference.create({ manager: manager.name, field: holder.name });
    const inside = { ...path, embedded: [...path.embedded, holder.name] };
    const entries = this.#entries(manager, value, depth);
    return allOfConditions(
      entries.map(([key, operand]) => {
        const field = embeddedField(this.#context.model, holder, key, this.#context.rule);
        return field.kind === 'embedded' ? this.#embedded(inside, field, operand, depth + 1) : this.#value({ ...inside, field }, operand);
      }),
    );
  }

  #value(path: ValuePath, value: unknown): Condition {
    if (value === null) return this.#compare(path, 'isNull', true);
    if (!isPlain(value)) return this.#compare(path, 'eq', value);
    const { path: keys, ...operators } = value;
    const located = keys === undefined ? path : { ...path, json: this.#jsonPath(path.field, keys) };
    const entries = Object.entries(operators).filter(([, operand]) => operand !== undefined);
    return allOfConditions(entries.map(([operator, operand]) => this.#compare(located, operator, operand)));
  }

  #compare(path: ValuePath, operator: string, operand: unknown): Condition {
    this.#count();
    const { field } = path;
    const known = field.operators.find((each) => each === operator);
    if (!known) throw UnknownOperator.create({ manager: path.manager.name, field: field.publicName, operator });
    if (this.#context.rule && !exactOperators(field, this.#stored(path) !== undefined).includes(known)) {
      throw InexactOperator.create({ field: `${path.manager.name}.${field.name}`, operator });
    }
    if (operand === null && (known === 'eq' || known === 'ne')) return nullness(path, known === 'eq');
    return this.#comparison(path, known, operand);
  }

  #comparison(path: ValuePath, operator: Operator, operand: unknown): Condition {
    const { rule } = this.#context;
    const comparison = {
      kind: 'compare' as const,
      path,
      operator,
      ...(rule && isFinerThanDate(path.field) && { milliseconds: true as const }),
    };
    // An attribute of the actor is looked up when somebody acts.
    if (rule && containsReference(operand)) return { ...comparison, value: operand };
    const value = this.#operand(path, operator, operand);
    if (operator === 'isNull') return nullness(path, value === true);
    if (operator === 'in' && isEmpty(value)) return anyOfConditions([]);
    return operator === 'notIn' && isEmpty(value) ? TRUE : { ...comparison, value };
  }

  #operand(path: ValuePath, operator: Operator, operand: unknown): unknown {
    const context = this.#operandContext(path.field);
    if (this.#context.rule) return ruleOperand({ ...context, stored: this.#stored(path) }, operator, operand);
    const value = parseOperand(context, operator, operand);
    if (isParameter(value)) this.#context.note?.(value);
    return value;
  }

  #stored(path: ValuePath): StoredForm | undefined {
    return storedFormAt(this.#context.model, path.manager, namesOf(path), path.field);
  }

  #operandContext(field: ValueField): OperandContext {
    const { model, limits } = this.#context;
    return { field, enumeration: field.kind === 'enum' ? enumNamed(model, field.enum) : undefined, limits };
  }

  #jsonPath(field: ValueField, keys: unknown): readonly string[] {
    const valid = field.kind === 'scalar' && field.type === 'json' && Array.isArray(keys) && keys.length <= this.#context.limits.maxDepth;
    if (!valid || !keys.every(isStorableText)) {
      throw InvalidOperand.create({ field: field.publicName, operator: 'path', expected: 'a list of keys into a JSON field' });
    }
    return keys;
  }

  #entries(manager: ManagerModel, value: unknown, depth: number): readonly (readonly [string, unknown])[] {
    const { maxDepth } = this.#context.limits;
    if (depth > maxDepth) throw TooDeep.create({ max: maxDepth });
    if (!isPlain(value)) throw InvalidFilter.create({ manager: manager.name });
    return Object.entries(value).filter(([, each]) => each !== undefined);
  }

  #count(): void {
    const { maxConditions } = this.#context.limits;
    this.#conditions += 1;
    if (this.#conditions > maxConditions) throw TooManyConditions.create({ max: maxConditions });
  }
}

const nullness = (path: ValuePath, isNull: boolean): Condition => ({ kind: 'compare', path, operator: 'isNull', value: isNull });

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** An object of keys: not a list, a date, bytes, a map, a promise or another value of its own, whose keys would say nothing. */
export function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return Object.prototype.toString.call(value) === '[object Object]' && !isActorReference(value) && !isParameter(value);
}
