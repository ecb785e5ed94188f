import type { Platform } from '@mikro-orm/core';
import type { Row } from '../../../lib/plugin.js';
import { shapeOf } from '../describe/value-shape.js';
import type { Property } from '../metadata.js';
import { codecOf } from './codec.js';
import { decodeDocument } from './decode-document.js';
import { fromJsonArray, jsonArray, nullable, RowBuilder, where, type Decode } from './decoder.js';
import { column } from './statement.js';

/** Where an embedded object is read from, and whether what the API hides of it is wanted. */
export interface EmbeddedSource {
  readonly alias: string;
  readonly hidden: boolean;
  /** Where it may be seen, as SQL. */
  readonly seen?: string | undefined;
}

/** An embedded object: a JSON document as it is stored, or put together from the columns of its own. Gives its slot and how to read it. */
export function embeddedSlot(
  platform: Platform,
  builder: RowBuilder,
  property: Property,
  { alias, hidden, seen }: EmbeddedSource,
): [number, Decode] {
  if (property.object || property.array) {
    return [
      builder.slot(where(seen, column(alias, property.fieldNames[0] ?? property.name))),
      nullable((value) => decodeDocument(platform, property, value, hidden)),
    ];
  }
  const inner = new RowBuilder();
  for (const [name, each] of Object.entries(property.embeddedProps)) {
    if (each.kind === 'embedded') inner.assign(name, ...embeddedSlot(platform, inner, each, { alias, hidden }));
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

function withoutHidden({ embeddedProps }: Property, row: Row): Row {
  return Object.fromEntries(Object.entries(row).filter(([name]) => embeddedProps[name]?.hidden !== true));
}
