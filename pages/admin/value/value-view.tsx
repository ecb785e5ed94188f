import { Badge, Code, Group, Stack, Table, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { labelText } from '../schema/labels.js';
import { readable } from '../schema/names.js';
import { useSchema, type AdminField, type Row } from '../schema/schema.js';
import { ObjectLink } from './object-link.js';
import { plainText, shortened, valueText } from './value-text.js';

interface ValueViewProps {
  readonly field: AdminField;
  readonly value: unknown;
  /** In a table there is room for one line. */
  readonly short?: boolean;
}

/** A value as people read it. */
export function ValueView({ field, value, short = false }: ValueViewProps): ReactNode {
  const schema = useSchema();
  if (value === null || value === undefined) return <Nothing />;
  switch (field.kind) {
    case 'one': {
      const target = schema.named(field.type);
      return target ? (
        <ObjectLink manager={target} row={value as Row}>
          {labelText(schema, target, value as Row)}
        </ObjectLink>
      ) : null;
    }
    case 'embedded':
      return <EmbeddedView field={field} value={value} short={short} />;
    case 'enum':
      return <Members value={[value].flat()} />;
    default:
      return short ? <Line text={valueText(field, value)} numeric={isNumeric(field)} /> : <Whole field={field} value={value} />;
  }
}

/** Whether values are compared by their digits. */
export const isNumeric = ({ kind, type, list, primary }: AdminField): boolean =>
  kind === 'scalar' && !list && !primary && ['int', 'float', 'bigint', 'decimal'].includes(type);

/** Says to readers of the screen, too, that there is nothing. */
function Nothing({ text = 'nothing' }: { readonly text?: string }): ReactNode {
  return (
    <Text span size="sm" c="dimmed">
      <span aria-hidden>—</span>
      <span className="unseen">{text}</span>
    </Text>
  );
}

function Members({ value }: { readonly value: readonly unknown[] }): ReactNode {
  if (value.length === 0) return <Nothing text="empty list" />;
  return (
    <Group gap={4} wrap="nowrap">
      {value.map((each) => (
        <Badge key={String(each)} variant="default" radius="sm" tt="none" fw={500}>
          {readable(String(each))}
        </Badge>
      ))}
    </Group>
  );
}

function Line({ text, numeric }: { readonly text: string; readonly numeric: boolean }): ReactNode {
  if (text === '') return <Nothing text="empty text" />;
  return (
    <Text span size="sm" className={numeric ? 'line figures' : 'line'} title={text.length > 40 ? shortened(text) : undefined}>
      {shortened(text, 120)}
    </Text>
  );
}

function Whole({ field, value }: { readonly field: AdminField; readonly value: unknown }): ReactNode {
  if (field.type === 'json' || (typeof value === 'object' && !Array.isArray(value)))
    return (
      <Code block className="document">
        {JSON.stringify(value, undefined, 2)}
      </Code>
    );
  if (field.type === 'blob')
    return (
      <Download name={field.name} base64={plainText(value)}>
        {valueText(field, value)}
      </Download>
    );
  if (Array.isArray(value))
    return value.length === 0 ? (
      <Nothing text="empty list" />
    ) : (
      <Group gap={4}>
        {value.map((each, index) => (
          <Badge key={index} variant="default" radius="sm" tt="none" fw={500}>
            {String(each)}
          </Badge>
        ))}
      </Group>
    );
  const text = valueText(field, value);
  return text === '' ? (
    <Nothing text="empty text" />
  ) : (
    <Text span size="sm" className="whole">
      {text}
    </Text>
  );
}

/** The policy of the page lets nothing but data and its own files load; a link to data is a download. */
function Download({ name, base64, children }: { readonly name: string; readonly base64: string; readonly children: ReactNode }): ReactNode {
  return (
    <a className="link" download={name} href={`data:application/octet-stream;base64,${base64}`}>
      Download ({children})
    </a>
  );
}

function EmbeddedView({ field, value, short }: ValueViewProps): ReactNode {
  const schema = useSchema();
  const fields = schema.embedded(field.type);
  const objects = [value].flat() as readonly Row[];
  const line = (object: Row): string =>
    fields
      .map((each) => valueText(each, object[each.name]))
      .filter((text) => text !== '')
      .join(', ');
  if (objects.length === 0) return <Nothing text="empty list" />;
  if (short) return <Line text={objects.map(line).join('; ')} numeric={false} />;
  if (field.list) return <EmbeddedTable fields={fields} objects={objects} />;
  return (
    <Stack gap={2}>
      {fields.map((each) => (
        <Group key={each.name} gap="xs" wrap="nowrap" align="baseline">
          <Text span size="sm" c="dimmed" miw={90}>
            {readable(each.name)}
          </Text>
          <ValueView field={each} value={objects[0]?.[each.name]} />
        </Group>
      ))}
    </Stack>
  );
}

function EmbeddedTable({ fields, objects }: { readonly fields: readonly AdminField[]; readonly objects: readonly Row[] }): ReactNode {
  return (
    <Table withTableBorder verticalSpacing={4}>
      <Table.Thead>
        <Table.Tr>
          {fields.map(({ name }) => (
            <Table.Th key={name}>{readable(name)}</Table.Th>
          ))}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {objects.map((object, index) => (
          <Table.Tr key={index}>
            {fields.map((each) => (
              <Table.Td key={each.name}>
                <ValueView field={each} value={object[each.name]} short />
              </Table.Td>
            ))}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
