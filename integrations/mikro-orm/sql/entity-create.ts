import {
  isGeneralManagerError,
  isParameter,
  Lru,
  WriteTimeout,
  type CompiledCreate,
  type InsertedObject,
  type Inputs,
  type Look,
  type NewObject,
  type OpenCreate,
  type ReadContext,
} from '../../../lib/plugin.js';
import { execute } from '../execute.js';
import { isOwning, type Meta, type Property } from '../metadata.js';
import type { StatementNames } from '../statement-names.js';
import { insertColumns, type InsertColumns } from '../write/insert-columns.js';
import { named, type RefusalContext } from '../write/named-refusal.js';
import type { NewEntities, NewEntity } from '../write/new-entities.js';
import { isWatched } from '../write/watched.js';
import { CreateStatement } from './create-statement.js';
import type { Entities } from './entities.js';

/** What PostgreSQL says of a division by zero: how the statement undoes itself where the new row is not allowed. */
const DIVISION_BY_ZERO = '22012';

/** Texts of one create, by which columns its rows name. */
const MAX_TEXTS = 16;

/** What creates of an ORM have in common. */
export interface CreateContext {
  readonly entities: Entities;
  readonly names: StatementNames;
  readonly made: NewEntities;
  readonly managerOf: RefusalContext['managerOf'];
  /** Entities that relations lead to by another key than their primary one. */
  readonly keyedOtherwise: ReadonlySet<Meta>;
  /** Further expressions, which write down the rows that one of a name has inserted; undefined where nothing is written down. */
  readonly recorded: (meta: Meta, from: string) => string | undefined;
}

/** Compiles a create of one row to a single statement; undefined where a unit of work has to make it. */
export function compileCreate(context: CreateContext, create: OpenCreate): CompiledCreate | undefined {
  const { entities, keyedOtherwise } = context;
  const meta = entities.meta(create.manager);
  const links = create.links.map(({ field }) => entities.property(create.manager, field.name));
  const isRow = !meta.virtual && !meta.readonly && meta.root.inheritanceType === undefined;
  const isKeyed = meta.relations.every(({ targetKey }) => targetKey === undefined) && !isWatched(entities.orm.em, meta);
  // Of which class an object of a hierarchy is tells only the object, and another key as well.
  const areReferences = create.links.every(({ target }) => !target.inheritance && !keyedOtherwise.has(entities.meta(target).root));
  if (!isRow || !isKeyed || !areReferences || !links.every(isColumns)) return undefined;
  return new EntityCreate(context, create, links);
}

/** Whether a link is nothing but columns with the key of its target. */
const isColumns = (property: Property): boolean =>
  isOwning(property) &&
  property.polymorphic !== true &&
  property.mapToPk !== true &&
  property.fieldNames.length === property.referencedColumnNames.length;

class EntityCreate implements CompiledCreate {
  readonly weight: number;
  readonly #context: CreateContext;
  readonly #meta: Meta;
  readonly #links: readonly Property[];
  readonly #statement: CreateStatement;
  /** By the columns that a row names; statements are known by these objects. */
  readonly #texts = new Lru<string, { readonly text: string }>(MAX_TEXTS);
  #lookUp: { readonly text: string; readonly parameters: readonly unknown[] } | undefined;

  constructor(context: CreateContext, create: OpenCreate, links: readonly Property[]) {
    this.#context = context;
    this.#meta = context.entities.meta(create.manager);
    this.#links = links;
    this.#statement = new CreateStatement(context.entities, create, links);
    this.weight = this.#statement.weight;
  }

  get plain(): boolean {
    return this.#context.made.isPlain(this.#meta);
  }

  async find(inputs: Inputs, context: ReadContext): Promise<NewObject['keys'] | undefined> {
    const { entities, names } = this.#context;
    this.#lookUp ??= this.#statement.lookUp();
    const { text, parameters } = this.#lookUp;
    const keys = await this.#named(async () =>
      execute(entities.orm, text, resolved(parameters, inputs), context, names.of(this.#lookUp ?? { text })),
    );
    return keys === undefined ? undefined : this.#statement.keysIn(keys);
  }

  make(values: ReadonlyMap<string, unknown>, keys: NewObject['keys'], look: Look): NewEntity {
    return this.#context.made.make(this.#meta, values, this.#links, keys, look);
  }

  async insert(made: NewEntity, inputs: Inputs, context: ReadContext): Promise<InsertedObject | undefined> {
    const { entities, names, made: entitiesMade } = this.#context;
    if (isWatched(entities.orm.em, this.#meta)) return undefined;
    return this.#named(async () => {
      const row = entitiesMade.rowOf(this.#meta, made, this.#links);
      const columns = row && insertColumns(entities.orm, this.#meta, row);
      if (!columns) return undefined;
      const statement = this.#textFor(columns);
      const parameters = [...resolved(this.#statement.parameters, inputs), ...columns.values];
      try {
        const answer = await execute(entities.orm, statement.text, parameters, context, names.of(statement));
        return answer === undefined ? undefined : this.#statement.decode(answer);
      } catch (error) {
        if (typeof error === 'object' && error !== null && Reflect.get(error, 'code') === DIVISION_BY_ZERO) return undefined;
        throw error;
      }
    });
  }

  #textFor({ names, write, shape }: InsertColumns): { readonly text: string } {
    const known = this.#texts.get(shape);
    if (known) return known;
    const { length } = this.#statement.parameters;
    const made = {
      text: this.#statement.write(
        names,
        write.map((each, index) => each(`$${length + index + 1}`)),
        this.#context.recorded(this.#meta, 'inserted'),
      ),
    };
    this.#texts.set(shape, made);
    return made;
  }

  /** What is refused is told as in a unit of work. */
  async #named<T>(run: () => Promise<T>): Promise<T> {
    const { entities, managerOf } = this.#context;
    const { schema, tableName } = this.#meta;
    const table = [...(schema === undefined ? [] : [schema]), tableName];
    try {
      return await named({ em: entities.orm.em, managerOf, lastWrite: () => ({ table, isDelete: false }) }, run);
    } catch (error) {
      if (isGeneralManagerError(error) && error.code === 'GM_READ_TIMEOUT') throw WriteTimeout.create({}, { cause: error });
      throw error;
    }
  }
}

const resolved = (parameters: readonly unknown[], inputs: Inputs): unknown[] =>
  parameters.map((each) => (isParameter(each) ? each.resolve(inputs) : each));
