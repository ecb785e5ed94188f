import type { EmbeddedField, ManagerModel, TextStatement, ValueField, ValueMember } from '../../../../lib/plugin.js';
import { shapeOf } from '../../describe/value-shape.js';
import { RowBuilder, type Decode } from '../decoder.js';
import { embeddedSlot } from '../embedded.js';
import type { RestrictedRows } from '../restricted-rows.js';
import { propertyValue } from '../value.js';
import { marked } from './marks.js';
import { nativeText, type JsonText } from './native-text.js';

/** What values are written with: the rows that they are of, and the conversions of the statement so far. */
export interface ValueWriter {
  readonly rows: RestrictedRows;
  readonly conversions: TextStatement['conversions'][number][];
}

/** JSON text of a field's value on an alias, as PostgreSQL writes it, or marked to be converted. */
export function valueText(
  writer: ValueWriter,
  manager: ManagerModel,
  field: ValueField | EmbeddedField,
  member: ValueMember,
  alias: string,
): JsonText {
  const { entities } = writer.rows;
  const property = entities.property(manager, field.name);
  if (field.kind === 'embedded') {
    const builder = new RowBuilder();
    const [slot, decode] = embeddedSlot(entities.platform, builder, property, { alias, hidden: false });
    return convertedText(writer, builder.slots[slot] ?? 'null', decode, member);
  }
  const value = propertyValue(entities, manager, property, alias);
  const place = writer.conversions.length;
  const other = convertedText(writer, value.codec.json(value.expression), (each) => value.codec.decode(each), member);
  const native =
    member.form && !shapeOf(property).list
      ? nativeText({ platform: entities.platform, property, value, other: other.expression }, member.form)
      : undefined;
  // A conversion that nothing names is taken back.
  if (native && !native.expression.includes(other.expression)) writer.conversions.length = place;
  return native ?? other;
}

function convertedText({ conversions }: ValueWriter, json: string, decode: Decode, { write }: ValueMember): JsonText {
  const conversion = conversions.push((value) => write(value === null ? null : decode(value))) - 1;
  return { expression: marked(conversion, `to_json(${json})::text`), quoted: false };
}
