import { embeddableNamed, targetOf } from '../model/lookup.js';
import { keyColumns } from '../model/key.js';
import type { EmbeddedField, FieldModel, RelationField, ValueField } from '../model/field.js';
import type { ApplicationModel, ManagerModel } from '../model/model.js';
import { equalValues } from './compare-value.js';
import type { ObjectReader } from './object-reader.js';
import { storedFormAt } from './stored-form.js';
import { and, type Truth } from './truth.js';

/** Tells whether a field has the same value in two states of an object; undefined where nobody can tell. */
export class SameValue {
  readonly #model: ApplicationModel;
  readonly #read: ObjectReader;

  constructor(model: ApplicationModel, read: ObjectReader) {
    this.#model = model;
    this.#read = read;
  }

  of(manager: ManagerModel, field: FieldModel, before: object, after: object): Truth {
    return this.#same(manager, [field.name], field, this.#read(before, manager, field), this.#read(after, manager, field));
  }

  #same(manager: ManagerModel, path: readonly string[], field: FieldModel, left: unknown, right: unknown): Truth {
    const [first, second] = [left ?? null, right ?? null];
    if (first === null || second === null) return first === second;
    if (field.kind === 'relation') return this.#sameKey(field, first, second);
    if (Array.isArray(first) && Array.isArray(second)) {
      const each = (item: unknown, index: number): Truth => this.#same(manager, path, field, item, second[index]);
      return first.length === second.length && and(first.map(each));
    }
    return field.kind === 'embedded'
      ? this.#sameParts(manager, path, field, first, second)
      : this.#sameValue(manager, path, field, first, second);
  }

  #sameValue(manager: ManagerModel, path: readonly string[], field: ValueField, left: unknown, right: unknown): Truth {
    const stored = storedFormAt(this.#model, manager, path, field);
    const isOpaque = field.kind === 'scalar' && field.type === 'custom' && !stored;
    if (!isOpaque) return equalValues(field, left, right, stored);
    // Of a type that nothing is known about, only what is the same to JavaScript is the same.
    return left === right ? true : typeof left === 'object' || typeof right === 'object' ? undefined : false;
  }

  #sameParts(manager: ManagerModel, path: readonly string[], field: EmbeddedField, left: object, right: object): Truth {
    const { fields } = embeddableNamed(this.#model, field.embeddable);
    const part = (holder: object, each: FieldModel): unknown => Reflect.get(holder, each.name);
    return and(fields.map((each) => this.#same(manager, [...path, each.name], each, part(left, each), part(right, each))));
  }

  #sameKey(field: RelationField, left: object, right: object): Truth {
    const target = targetOf(this.#model, field);
    return and(
      keyColumns(this.#model, target).map(({ path, field: part }): Truth => {
        const [first, second] = [this.keyPart(target, path, left), this.keyPart(target, path, right)];
        // An object that is not stored yet may lack its key.
        if (first === null || second === null) return undefined;
        return equalValues(part, first, second, storedFormAt(this.#model, target, path, part));
      }),
    );
  }

  /** One part of the key of an object, along the relations that the key takes over; null where one is missing. */
  keyPart(manager: ManagerModel, [name = '', ...rest]: readonly string[], object: unknown): unknown {
    const field = manager.fields.get(name);
    if (!field || typeof object !== 'object' || object === null) return null;
    const value = this.#read(object, manager, field);
    return field.kind === 'relation' ? this.keyPart(targetOf(this.#model, field), rest, value) : (value ?? null);
  }
}
