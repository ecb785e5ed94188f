import type {
  CapabilitySelection,
  Condition,
  EmbeddedField,
  ManagerModel,
  RelationSelection,
  Selection,
  ValueField,
} from '../../../lib/plugin.js';
import { fromJsonArray, jsonArray, nullable, RowBuilder, where } from './decoder.js';
import { embeddedSlot } from './embedded.js';
import type { PageWriter } from './page.js';
import { joinOne, linkMany } from './related.js';
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
      builder.assign(field.name, ...embeddedSlot(entities.platform, builder, property, { ...source, seen }));
      return;
    }
    const { expression, codec } = propertyValue(entities, manager, property, source.alias);
    builder.assign(
      field.name,
      builder.slot(where(seen, codec.json(expression))),
      nullable((value) => codec.decode(value)),
    );
  }

  /** What the actor may do with the row, as an array of true and false; unknown is no. */
  #capability(builder: RowBuilder, { alias: name, operations, fields, actions }: CapabilitySelection, alias: string): void {
    const { conditions } = this.#pages;
    const asked = [...operations.values(), ...fields.values(), ...(actions?.values() ?? [])];
    const truths = asked.map((each) => `coalesce(${conditions.write(each, alias) ?? 'true'}, false)`);
    const decode = (value: unknown): unknown => {
      const answers = fromJsonArray(value as readonly unknown[], truths.length).values();
      const named = (names: Iterable<string>): object => Object.fromEntries([...names].map((each) => [each, answers.next().value]));
      return { ...named(operations.keys()), fields: named(fields.keys()), ...(actions && { actions: named(actions.keys()) }) };
    };
    builder.assign(name, builder.slot(jsonArray(truths)), decode);
  }

  #one(builder: RowBuilder, manager: ManagerModel, relation: RelationSelection, parent: string): void {
    const { alias: name, plan } = relation;
    const { join, present, alias } = joinOne(this.#pages, manager, relation, parent);
    this.joins.push(join);
    const inner = new SelectionWriter(this.#pages);
    const row = inner.write(plan.manager, plan.selection, alias);
    this.joins.push(...inner.joins);
    const slot = builder.slot(`case when ${present} is null then null else ${jsonArray(row.slots)} end`);
    const decode = this.#pages.rowDecoder(plan, row);
    builder.assign(
      name,
      slot,
      nullable((value) => decode(value as readonly unknown[])),
    );
  }

  #many(builder: RowBuilder, manager: ManagerModel, relation: RelationSelection, parent: string): void {
    const { source, alias } = linkMany(this.#pages, manager, relation, parent);
    const page = this.#pages.write(relation.plan, source, alias);
    builder.assign(relation.alias, builder.slot(page.expression), page.decode);
  }
}
