import type { LiteralMember, ResponseRow, Row, WriteValue } from '../../../lib/plugin.js';
import { partsWriter, rowWriter, type WritePart } from './write-row.js';
import { impossible } from './write-value.js';

/** A part of the payload of a mutation. */
export type PayloadMember =
  | LiteralMember
  /** A value of the payload itself. */
  | { readonly kind: 'value'; readonly key: string; readonly property: string; readonly write: WriteValue }
  /** The object, or the list of objects, that was written; null for one that the actor may not see. */
  | { readonly kind: 'objects'; readonly key: string; readonly property: string; readonly row: ResponseRow; readonly list: boolean };

type Payload = Readonly<Record<string, unknown>>;

/** Makes the function that writes the payload of a mutation as resolvers would complete it. */
export const payloadWriter = (members: readonly PayloadMember[]): WritePart<Payload> =>
  partsWriter(members.map((member) => ({ key: member.key, write: partWriter(member) })));

function partWriter(member: PayloadMember): WritePart<Payload> {
  switch (member.kind) {
    case 'literal':
      return () => member.text;
    case 'value':
      return (payload) => member.write(payload[member.property]);
    case 'objects': {
      const one = seen(rowWriter(member.row));
      const { property } = member;
      if (!member.list) return (payload, cursorOf) => one(payload[property], cursorOf);
      return (payload, cursorOf) => {
        const rows = payload[property];
        return Array.isArray(rows) ? `[${rows.map((row) => one(row, cursorOf)).join(',')}]` : impossible();
      };
    }
  }
}

const seen =
  (write: WritePart<Row>): WritePart<unknown> =>
  (row, cursorOf) =>
    row === null ? 'null' : write(row as Row, cursorOf);
