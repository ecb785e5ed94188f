import type {
  CapabilitySelection,
  Condition,
  EmbeddedField,
  ManagerModel,
  RelationSelection,
  Row,
  Selection,
  ValueField,
} from '../../../lib/plugin.js';
import { shapeOf } from '../describe/value-shape.js';
import type { Property } from '../metadata.js';
import { codecOf } from './codec.js';
import { decodeDocument } from './decode-document.js';
import { jsonArray, fromJsonArray, RowBuilder, type Decode } from './decoder.js';
import { linkOf } from './link.js';
import type { PageWriter } from './page.js';
import { column } from './statement.js';
import { propertyValue } from './value.js';

/** Where fields are read from, and whether those are wanted that the API hides. */
interface Source {
  readonly alias: string;
  readonly hidden: boolean;
  /** Who may see the field that is read. */
  readonly guard?: Condition;
}

/** Writes what a selection reads of each row on an alias: slots, and the joins to related single objects. */
export class SelectionWriter {
  readonly builder = new RowBuilder();
  readonly joins: string[] = [];
  readonly #pages: PageWriter;

  constructor(pages: PageWriter) {
    this.#pages = pages;
  }

  /** Writes a selection of a manager's rows. */
  write(manager: ManagerModel, selection: Selection, alias: string): RowBuilder {
    const { entities } = this.#pages;
    this.#select(this.builder, manager, selection, alias);
    if (manager.inheritance) {
      const slot = this.builder.slot(`${column(alias, entities.discriminator(manager))}::text`);
      this.builder.concrete(slot, entities.concreteByValue(manager));
    }
    for (const [name, variant] of selection.variants) {
      this.#select(this.builder.variant(name), entities.managerNamed(name), variant, alias);
    }
    return this.builder;
  }

  #select(builder: RowBuilder, manager: ManagerModel, selection: Selection, alias: string): void {
    for (const field of selection.fields) {
      const guard = selection.guards.get(field.name);
      this.#field(builder, manager, field, { alias, hidden: selection.instances, ...(guard && { guard }) });
    }
    for (const relation of selection.relations) {
      if (relation.field.cardinality === 'many') this.#many(builder, manager, relation, alias);
      else this.#one(builder, manager, relation, alias);
    }
    for (const capability of selection.capabilities) this.#capability(builder, capability, alias);
  }

  #field(builder: RowBuilder, manager: ManagerModel, field: ValueField | EmbeddedField, source: Source): void {
    const { entities, conditions } = this.#pages;
    const property = entities.property(manager, field.name);
    const seen = source.guard && conditions.write(source.guard, source.alias);
    if (field.kind === 'embedded') {
      builder.assign(field.name, ...this.#embedded(builder, property, source, seen));
      return;
    }
    const { expression, codec } = propertyValue(entities, manager, property, source.alias);
    builder.assign(
      field.name,
      builder.slot(where(seen, codec.json(expression))),
      nullable((value) => codec.decode(value)),
    );
  }

  /** An embedded object: a JSON document as it is stored, or put together from the columns of its own. */
  #embedded(builder: RowBuilder, property: Property, { alias, hidden }: Source, seen?: string): [number, Decode] {
    const { platform } = this.#pages.entities;
    if (property.object || property.array) {
      return [
        builder.slot(where(seen, column(alias, property.fieldNames[0] ?? property.name))),
        nullable((value) => decodeDocument(platform, property, value, hidden)),
      ];
    }
    const inner = new RowBuilder();
    for (const [name, each] of Object.entries(property.embeddedProps)) {
      if (each.kind === 'embedded') inner.assign(name, ...this.#embedded(inner, each, { alias, hidden }));
      else if (each.persist !== false) {
        const codec = codecOf(platform, each, each.columnTypes?.[0] ?? 'text', shapeOf(each).list);
        const slot = inner.slot(codec.json(column(alias, each.fieldNames[0] ?? name)));
        inner.assign(
          name,
          slot,
          nullable((value) => codec.decode(value)),
        );
      }
    }
    const stripped = !hidden && Object.values(property.embeddedProps).some((each) => each.hidden);
    const decode = (value: unknown): unknown => {
      const row = inner.decode(fromJsonArray(value as readonly unknown[], inner.slots.length));
      if (property.nullable && Object.values(row).every((each) => each === null)) return null;
      return stripped ? withoutHidden(property, row) : row;
    };
    return [builder.slot(where(seen, jsonArray(inner.slots))), nullable(decode)];
  }

  /** What the actor may do with the row, as an array of true and false; unknown is no. */
  #capability(builder: RowBuilder, { alias: name, operations, fields }: CapabilitySelection, alias: string): void {
    const { conditions } = this.#pages;
    const asked = [...operations.values(), ...fields.values()];
    const truths = asked.map((each) => `coalesce(${conditions.write(each, alias) ?? 'true'}, false)`);
    const decode = (value: unknown): unknown => {
      const answers = fromJsonArray(value as readonly unknown[], truths.length).values();
      const named = (names: Iterable<string>): object => Object.fromEntries([...names].map((each) => [each, answers.next().value]));
      return { ...named(operations.keys()), fields: named(fields.keys()) };
    };
    builder.assign(name, builder.slot(jsonArray(truths)), decode);
  }

  #one(builder: RowBuilder, manager: ManagerModel, { alias: name, field, plan, guard }: RelationSelection, parent: string): void {
    const { entities, statement, conditions } = this.#pages;
    const target = statement.alias();
    const link = linkOf(entities, statement, manager, field, { parent, target });
    const visible = [
      link.on,
      guard && conditions.write(guard, parent),
      entities.ofType(statement, plan.manager, target),
      conditions.write(plan.policy, target),
    ];
    const on = conditions.all(visible) ?? 'true';
    // The inverse end of a one-to-one is unique by convention only; never more than one row may come of it.
    const join = field.owner
      ? `${link.from} on ${on}`
      : `lateral (select ${target}.* from ${link.from} where ${on} limit 1) ${target} on true`;
    this.joins.push(`left join ${join}`);
    const inner = new SelectionWriter(this.#pages);
    const row = inner.write(plan.manager, plan.selection, target);
    this.joins.push(...inner.joins);
    const slot = builder.slot(`case when ${link.present} is null then null else ${jsonArray(row.slots)} end`);
    const decode = this.#pages.rowDecoder(plan, row);
    builder.assign(
      name,
      slot,
      nullable((value) => decode(value as readonly unknown[])),
    );
  }

  #many(builder: RowBuilder, manager: ManagerModel, { alias: name, field, plan, guard }: RelationSelection, parent: string): void {
    const { entities, statement, conditions } = this.#pages;
    const target = statement.alias();
    const link = linkOf(entities, statement, manager, field, { parent, target });
    const seen = guard && conditions.write(guard, parent);
    const page = this.#pages.write(plan, seen === undefined ? link : { ...link, on: `${link.on} and ${seen}` }, target);
    builder.assign(name, builder.slot(page.expression), page.decode);
  }
}

/** An expression that is null where the condition is not true. */
const where = (seen: string | undefined, expression: string): string =>
  seen === undefined ? expression : `(case when ${seen} then ${expression} end)`;

const nullable =
  (decode: Decode): Decode =>
  (value) =>
    value === null || value === undefined ? null : decode(value);

function withoutHidden({ embeddedProps }: Property, row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => embeddedProps[name]?.hidden !== true));
}
