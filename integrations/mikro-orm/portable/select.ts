import type {
  CapabilitySelection,
  Condition,
  EmbeddedField,
  ManagerModel,
  RelationSelection,
  Selection,
  ValueField,
} from '../../../lib/plugin.js';
import type { Property } from '../metadata.js';
import { decodeDocument } from '../sql/decode-document.js';
import type { ConditionWriter } from './condition.js';
import { linkOf, type Aliases } from './link.js';
import { RowReader, type Columns, type Take } from './row-reader.js';
import { guarded, raw, sql, type Sql } from './sql.js';
import type { Tables } from './tables.js';
import { propertyValue } from './value.js';

/** What selections are written with. */
export interface SelectContext {
  readonly tables: Tables;
  readonly aliases: Aliases;
  readonly conditions: ConditionWriter;
}

/** Where fields are read from, whether those are wanted that the API hides, and of which concrete type they are. */
interface Source {
  readonly alias: string;
  readonly hidden: boolean;
  readonly concrete?: string;
}

/** Writes what a selection reads of each row on an alias. */
export function writeSelection(context: SelectContext, manager: ManagerModel, selection: Selection, alias: string): RowReader {
  const { entities } = context.tables;
  const reader = new RowReader();
  const writer = new SelectionWriter(context, reader);
  writer.write(manager, selection, { alias, hidden: selection.instances });
  if (manager.inheritance) {
    const discriminator = context.tables.column(alias, entities.discriminator(manager));
    reader.tellConcrete(reader.column(discriminator), entities.concreteByValue(manager));
  }
  for (const [name, variant] of selection.variants) {
    writer.write(entities.managerNamed(name), variant, { alias, hidden: variant.instances, concrete: name });
  }
  return reader;
}

class SelectionWriter {
  readonly #context: SelectContext;
  readonly #reader: RowReader;

  constructor(context: SelectContext, reader: RowReader) {
    this.#context = context;
    this.#reader = reader;
  }

  write(manager: ManagerModel, selection: Selection, source: Source): void {
    for (const field of selection.fields) this.#field(manager, field, source, selection.guards.get(field.name));
    for (const relation of selection.relations) this.#relation(manager, relation, source);
    for (const capability of selection.capabilities) this.#capability(capability, source);
  }

  #field(manager: ManagerModel, field: ValueField | EmbeddedField, source: Source, guard: Condition | undefined): void {
    const { tables, conditions } = this.#context;
    const property = tables.entities.property(manager, field.name);
    const seen = guard && conditions.write(guard, source.alias);
    if (field.kind === 'embedded') {
      this.#reader.assign(field.name, this.#embedded(property, source, seen), source.concrete);
      return;
    }
    const { expression, codec } = propertyValue(tables, manager, property, source.alias);
    this.#reader.assign(field.name, this.#reader.value(codec, guarded(seen, expression)), source.concrete);
  }

  /** What the actor may do with the row; unknown is no. */
  #capability({ alias: name, operations, fields, actions }: CapabilitySelection, { alias, concrete }: Source): void {
    // Most fields are decided about by the same condition.
    const known = new Map<Condition, Take>();
    const truth = (condition: Condition): Take => {
      const found = known.get(condition) ?? this.#truth(condition, alias);
      known.set(condition, found);
      return found;
    };
    const named = (conditions: ReadonlyMap<string, Condition>): ((columns: Columns) => object) => {
      const takes = [...conditions].map(([each, condition]) => [each, truth(condition)] as const);
      return (columns) => Object.fromEntries(takes.map(([each, take]) => [each, take(columns)]));
    };
    const [ofRow, ofFields, ofActions] = [named(operations), named(fields), actions && named(actions)];
    this.#reader.assign(
      name,
      (columns) => ({ ...ofRow(columns), fields: ofFields(columns), ...(ofActions && { actions: ofActions(columns) }) }),
      concrete,
    );
  }

  #truth(condition: Condition, alias: string): Take {
    const written = this.#context.conditions.write(condition, alias);
    if (!written) return () => true;
    const take = this.#reader.column(sql`(case when ${written} then 1 else 0 end)`);
    return (columns) => Number(take(columns)) === 1;
  }

  /** An embedded object: a JSON document as it is stored, or put together from the columns of its own. */
  #embedded(property: Property, source: Source, seen?: Sql): Take {
    if (property.object || property.array) return this.#document(property, source, seen);
    const visible = seen && this.#reader.column(guarded(seen, raw('1')));
    const parts = Object.entries(property.embeddedProps).flatMap(([name, each]): readonly (readonly [string, Take])[] => {
      if (each.kind === 'embedded') return [[name, this.#embedded(each, source)]];
      return each.persist === false ? [] : [[name, this.#part(name, each, source)]];
    });
    const shown = parts.filter(([name]) => source.hidden || property.embeddedProps[name]?.hidden !== true);
    return (columns) => {
      if (visible?.(columns) === null) return null;
      const whole = parts.map(([name, take]): [string, unknown] => [name, take(columns)]);
      if (property.nullable && whole.every(([, value]) => value === null)) return null;
      return Object.fromEntries(whole.filter(([name]) => shown.some(([each]) => each === name)));
    };
  }

  #part(name: string, property: Property, { alias }: Source): Take {
    const { tables } = this.#context;
    const codec = tables.codecOf(property, property.columnTypes?.[0] ?? 'text');
    return this.#reader.value(codec, tables.column(alias, property.fieldNames[0] ?? name));
  }

  #document(property: Property, { alias, hidden }: Source, seen: Sql | undefined): Take {
    const { tables } = this.#context;
    const json = tables.codecOf({ name: property.name, type: 'json', columnTypes: ['json'] } as Property, 'json');
    const take = this.#reader.value(json, guarded(seen, tables.column(alias, property.fieldNames[0] ?? property.name)));
    return (columns) => {
      const document = take(columns);
      return document === null ? null : decodeDocument(tables.entities.platform, property, document, hidden);
    };
  }

  #relation(manager: ManagerModel, relation: RelationSelection, { alias, concrete }: Source): void {
    const { tables, aliases, conditions } = this.#context;
    const { parent, codecs } = linkOf(tables, aliases, manager, relation.field, aliases.next()).ends;
    const seen = relation.guard && conditions.write(relation.guard, alias);
    const parts = codecs.map((codec, index) => {
      const take = this.#reader.column(codec.key(guarded(seen, tables.column(alias, parent[index] ?? ''))));
      return (columns: Columns): string | undefined => {
        const value = take(columns);
        return value === null ? undefined : codec.text(value);
      };
    });
    this.#reader.steps.push({
      manager,
      relation,
      key: (columns) => {
        const key = parts.map((part) => part(columns));
        return key.every((text) => text !== undefined) ? key : undefined;
      },
      ...(concrete !== undefined && { concrete }),
    });
  }
}
